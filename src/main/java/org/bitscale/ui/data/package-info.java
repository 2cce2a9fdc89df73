/** The Data screen: where examples come from, their classes, splits and pictures, and how they are scaled. */
package org.bitscale.ui.data;
