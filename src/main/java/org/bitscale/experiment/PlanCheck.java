package org.bitscale.experiment;

import java.nio.file.Path;
import java.util.Collection;
import org.bitscale.graph.op.Facts;
import org.bitscale.graph.op.OperatorTable;
import org.bitscale.graph.op.ShapeInference;
import org.bitscale.graph.quantize.PlanBuilder;
import org.bitscale.graph.quantize.PlanSettings;

/** Finds out whether plans fit a network, before anything is trained. Needs no native library. */
public final class PlanCheck {

    private PlanCheck() {}

    /**
     * Lays each plan over the network.
     *
     * @throws org.bitscale.BadInputException if one does not fit, as when it names a layer that is not there
     */
    public static void of(Path model, Collection<PlanSettings> plans) {
        OperatorTable operators = OperatorTable.standard();
        PreparedModel prepared = PreparedModel.of(ModelFile.read(model, operators), operators);
        Facts facts = ShapeInference.of(prepared.folded(), operators);
        plans.forEach(plan -> PlanBuilder.of(prepared.folded(), facts, operators, plan));
    }
}
