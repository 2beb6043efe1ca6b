/** Every fault and its mending (N4), by the operation that asks for it. A new one is a file here, a line below and a verb. */
import { crash, restart } from './crash.ts';
import { cut, heal } from './cutLink.ts';
import { pause, resume } from './pause.ts';
import { slowDisk } from './slowDisk.ts';
import { slowLink } from './slowLink.ts';

/** Faults of a process. */
export const processFaults = { crash, restart, pause, resume };

/** Faults of a link. */
export const linkFaults = { cut, heal };

/** Nothing fails, it only takes longer. */
export const slowFaults = { slowLink, slowDisk };
