/** Whether a page is the one at this address, or below it. */
export function isWithin(pathname: string, address: string): boolean {
  return pathname === address || pathname.startsWith(`${address}/`);
}
