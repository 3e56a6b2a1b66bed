import { Nav, NavGroup, NavItem } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";
import { isWithin } from "./isWithin";

const GROUPS = [
  {
    name: "tools",
    pages: [
      { name: "webhooks", to: "/webhooks" },
      { name: "events", to: "/events" },
    ],
  },
  { name: "operations", pages: [{ name: "overview", to: "/overview" }] },
] as const;

export function Navigation() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  return (
    <Nav aria-label={t("common.nav.label")}>
      {GROUPS.map(({ name: group, pages }) => (
        <NavGroup key={group} title={t(`common.nav.${group}`)}>
          {pages.map(({ name, to }) => (
            <NavItem key={to} itemId={to} isActive={isWithin(pathname, to)}>
              <Link to={to}>{t(`common.nav.${name}`)}</Link>
            </NavItem>
          ))}
        </NavGroup>
      ))}
    </Nav>
  );
}
