/**
 * The frame around the screens: rail, top line, task panel, status line, command search, shortcut list, dialogs. It shows
 * screens without knowing what is on them.
 */
package org.bitscale.ui.shell;
