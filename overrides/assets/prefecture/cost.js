// @ts-check
// The page cost/ of the site.
import { beginCost } from "./cost-page.js";
import { sourceOfSite } from "./source-of-site.js";

beginCost(sourceOfSite(document.currentScript));
