/** The Start screen: what one may begin with, and what was begun before. */
package org.bitscale.ui.start;
