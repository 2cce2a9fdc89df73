package org.bitscale.ui.model;

import atlantafx.base.theme.Styles;
import java.nio.file.Path;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.bitscale.ui.common.Controls;
import org.bitscale.ui.common.Icons;

/** Says that a network could not be opened, why, and what one can do about it. */
final class RefusedBanner extends HBox {

    private final RefusedNetwork refused;

    RefusedBanner(RefusedNetwork refused) {
        this.refused = refused;
        setId("refused");
        getStyleClass().add("refused-banner");
        refused.refusal().addListener((observed, before, now) -> show());
        refused.outline().addListener((observed, before, now) -> show());
        refused.graph().addListener((observed, before, now) -> show());
        show();
    }

    private void show() {
        boolean any = refused.refusal().get().isPresent();
        setVisible(any);
        setManaged(any);
        getChildren().clear();
        refused.refusal().get().ifPresent(gone -> {
            String name = Path.of(gone.source()).getFileName().toString();
            VBox text = Controls.column(
                    Controls.label(ModelTexts.text("refused.title", name), Styles.TEXT_BOLD),
                    Controls.paragraph(gone.reason(), "caption"));
            boolean drawn = refused.outline().get().isPresent();
            if (drawn) {
                text.getChildren().add(Controls.paragraph(refused.summary(), "caption"));
            }
            text.setMinWidth(0);
            HBox.setHgrow(text, Priority.ALWAYS);
            Button show = Controls.button(ModelTexts.text("refused.show"), "mdal-account_tree", refused::show);
            show.setId("show-refused");
            boolean offers = drawn && refused.graph().get().isEmpty();
            show.setVisible(offers);
            show.setManaged(offers);
            Button away = Controls.iconButton(ModelTexts.text("refused.dismiss"), "mdal-close", refused::putAway);
            away.setId("dismiss-refused");
            getChildren().addAll(Icons.of("mdmz-warning"), text, show, away);
        });
    }
}
