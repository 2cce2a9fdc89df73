/** Runs in the forms that other programs read: tables, JSON, TensorBoard's event files, MLflow's tracking server. */
package org.bitscale.experiment.interchange;
