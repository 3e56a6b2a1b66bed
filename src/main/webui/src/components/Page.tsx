import { Breadcrumb, BreadcrumbItem, Flex, FlexItem, PageSection, Title } from "@patternfly/react-core";
import { useEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useLocation } from "react-router";

export const MAIN_ID = "main";

type PageProps = {
  title: string;
  /** The pages above this one, the outermost first; this page is added. */
  breadcrumb?: { label: string; to: string }[];
  /** Beside the heading: labels of what is shown. */
  labels?: ReactNode;
  /** Below the heading: one or two sentences. */
  lead?: ReactNode;
  /** At the heading's other side: buttons. */
  actions?: ReactNode;
  children: ReactNode;
};

/** A page: its heading, which gets the focus when somebody comes here, and what is below it. */
export function Page({ title, breadcrumb = [], labels, lead, actions, children }: PageProps) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    document.title = `${title} – Kurier`;
  }, [title]);

  useEffect(() => {
    document.getElementById(MAIN_ID)?.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [pathname]);

  return (
    <>
      <PageSection hasBodyWrapper={false} className="kurier-page-head">
        {/* One box, since a section spaces its parts as if each were one by itself. */}
        <div>
          {breadcrumb.length > 0 && (
            <Breadcrumb aria-label={t("common.breadcrumb")} className="kurier-breadcrumb">
              {breadcrumb.map(({ label, to }) => (
                <BreadcrumbItem
                  key={to}
                  render={({ className }) => (
                    <Link to={to} className={className}>
                      {label}
                    </Link>
                  )}
                />
              ))}
              <BreadcrumbItem isActive>{title}</BreadcrumbItem>
            </Breadcrumb>
          )}
          <Flex
            justifyContent={{ default: "justifyContentSpaceBetween" }}
            alignItems={{ default: "alignItemsCenter" }}
            gap={{ default: "gapMd" }}
          >
            <Flex alignItems={{ default: "alignItemsCenter" }} gap={{ default: "gapSm" }} className="kurier-shrink">
              <FlexItem className="kurier-shrink">
                <Title headingLevel="h1" size="2xl" ref={heading} tabIndex={-1} className="kurier-heading">
                  {title}
                </Title>
              </FlexItem>
              {Boolean(labels) && <FlexItem>{labels}</FlexItem>}
            </Flex>
            {Boolean(actions) && <FlexItem>{actions}</FlexItem>}
          </Flex>
          {Boolean(lead) && <p className="kurier-lead">{lead}</p>}
        </div>
      </PageSection>
      <PageSection hasBodyWrapper={false} isFilled>
        {children}
      </PageSection>
    </>
  );
}
