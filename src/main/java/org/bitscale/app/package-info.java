/** Where the program starts, and the only place that wires things together. */
package org.bitscale.app;
