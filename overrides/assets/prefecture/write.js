// @ts-check
// The page write/ of the site.
import { sourceOfSite } from "./source-of-site.js";
import { beginWriting } from "./write-page.js";

beginWriting(sourceOfSite(document.currentScript));
