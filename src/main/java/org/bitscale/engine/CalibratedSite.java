package org.bitscale.engine;

import org.bitscale.graph.quantize.Site;
import org.bitscale.quant.IntegerFormat;
import org.bitscale.quant.QParams;
import org.bitscale.quant.ScaleSearch;
import org.bitscale.quant.Summary;

/**
 * A place where activations are quantized, with what calibration saw there.
 *
 * @param site where
 * @param summary what its tensor takes
 * @param values values of a batch there
 * @param symmetric whether real 0 is the middle of the codes, whatever the tensor takes
 */
record CalibratedSite(Site site, Summary summary, double values, boolean symmetric) {

    /** The integers. */
    IntegerFormat format() {
        return IntegerFormat.unsigned(site.bits());
    }

    /** Whether its zero point is 0, so that a clamp cuts off what is negative. */
    boolean startsAtZero() {
        return !symmetric && summary.range().min() >= 0;
    }

    /** Parameters under which all that was seen just fits. */
    QParams fullRange() {
        return QParams.ofRange(summary.range(), format(), symmetric);
    }

    /**
     * Parameters under which the squared error of what was seen is smallest; of 8 bits, and where zero points are not 0,
     * those of the full range.
     */
    QParams smallestError() {
        QParams full = fullRange();
        if (full.zeroPoint() != 0 || site.bits() >= IntegerFormat.BYTE_BITS) {
            return full;
        }
        return new QParams(ScaleSearch.smallestError(summary.sample(), full.scale(), format()), 0);
    }

    /** The name of something that is trained or observed here. */
    String name(String what) {
        return what + " of " + site;
    }
}
