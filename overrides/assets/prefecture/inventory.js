// @ts-check
// The page inventory/ of the site.
import { beginInventory } from "./inventory-page.js";
import { sourceOfSite } from "./source-of-site.js";

beginInventory(sourceOfSite(document.currentScript));
