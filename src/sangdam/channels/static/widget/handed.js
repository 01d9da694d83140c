/** What the server hands to the widget, {languages: {ko, en}, styles}: it writes this module
 *  anew into the file that it sends. */

export const handed = {};
