import {
  Masthead,
  MastheadBrand,
  MastheadContent,
  MastheadMain,
  MastheadToggle,
  Page,
  PageSection,
  PageSidebar,
  PageSidebarBody,
  PageToggleButton,
  SkipToContent,
} from "@patternfly/react-core";
import { Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation } from "react-router";
import { Loading } from "../components/Loading";
import { MAIN_ID } from "../components/Page";
import { Brand } from "./Brand";
import { Navigation } from "./Navigation";
import { OfflineBanner } from "./OfflineBanner";
import { SignOut } from "./SignOut";
import { Switches } from "./Switches";

/** What is around every page: the masthead, the navigation, and a word when there is no network. */
export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [mobile, setMobile] = useState(false);
  const [open, setOpen] = useState(true);

  useEffect(() => setOpen(!mobile), [mobile]);
  useEffect(() => {
    if (mobile) {
      // On a narrow screen the navigation covers the page.
      setOpen(false);
    }
  }, [pathname, mobile]);

  return (
    <Page
      mainContainerId={MAIN_ID}
      onPageResize={(_event, { mobileView }) => setMobile(mobileView)}
      skipToContent={<SkipToContent href={`#${MAIN_ID}`}>{t("common.nav.skip")}</SkipToContent>}
      masthead={
        <Masthead display={{ default: "inline" }}>
          <MastheadMain>
            <MastheadToggle>
              <PageToggleButton
                isHamburgerButton
                aria-label={t("common.nav.toggle")}
                isSidebarOpen={open}
                onSidebarToggle={() => setOpen(!open)}
              />
            </MastheadToggle>
            <MastheadBrand>
              <Link to="/webhooks" className="kurier-brand">
                <Brand />
              </Link>
            </MastheadBrand>
          </MastheadMain>
          <MastheadContent>
            <div className="kurier-switches kurier-at-end">
              <Switches />
              <SignOut />
            </div>
          </MastheadContent>
        </Masthead>
      }
      sidebar={
        <PageSidebar isSidebarOpen={open}>
          <PageSidebarBody>
            <Navigation />
          </PageSidebarBody>
        </PageSidebar>
      }
    >
      <OfflineBanner />
      <Suspense
        fallback={
          <PageSection hasBodyWrapper={false}>
            <Loading />
          </PageSection>
        }
      >
        <Outlet />
      </Suspense>
    </Page>
  );
}
