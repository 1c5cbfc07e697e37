// @ts-check
// The list of what is on a page: folded on a narrow screen, and the section that is being read is marked in it.

/** Mark the section being read, and show the way to the top once the page has moved. */
export function startContents() {
  const contents = document.querySelector(".dcb-contents");
  const details = contents?.querySelector("details");
  const above = contents?.classList.contains("dcb-contents--above");
  if (details && (above || matchMedia("(max-width: 76.1875em)").matches)) details.open = false;

  const links = /** @type {HTMLAnchorElement[]} */ ([...(contents?.querySelectorAll("a") ?? [])]);
  const sections = links.flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });
  const top = document.querySelector(".dcb-top");
  const header = document.querySelector(".dcb-header");
  /** @type {HTMLAnchorElement | undefined} */
  let marked;

  const look = () => {
    if (top instanceof HTMLElement && document.activeElement !== top) top.hidden = scrollY < innerHeight / 2;
    const line = (header?.clientHeight ?? 0) + innerHeight / 6;
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2 && scrollY > 0;
    const passed = sections.filter(({ heading }) => heading.getBoundingClientRect().top <= line);
    const here = (atEnd ? sections : passed).at(-1)?.link;
    if (here === marked) return;
    marked?.removeAttribute("aria-current");
    here?.setAttribute("aria-current", "location");
    marked = here;
    if (!here || !(contents instanceof HTMLElement)) return;
    const { offsetTop, offsetHeight } = here;
    const hidden = offsetTop < contents.scrollTop || offsetTop + offsetHeight > contents.scrollTop + contents.clientHeight;
    if (hidden) contents.scrollTop = offsetTop - contents.clientHeight / 2;
  };
  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      look();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  look();
}
