/** The mark and the name. */
export function Brand() {
  return (
    <>
      <svg width="28" height="28" viewBox="0 0 32 32" aria-hidden>
        <rect width="32" height="32" rx="7" className="kurier-brand-ground" />
        <path d="M6 15.5 26 7l-5 18-6.2-5.2-3.3 3.4-.5-5.6L22 10.5 9.6 17z" className="kurier-brand-mark" />
      </svg>
      Kurier
    </>
  );
}
