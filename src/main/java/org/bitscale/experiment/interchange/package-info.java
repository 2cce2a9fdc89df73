/** Runs in the forms that other programs of the field read: TensorBoard's event files, and MLflow's tracking server. */
package org.bitscale.experiment.interchange;
