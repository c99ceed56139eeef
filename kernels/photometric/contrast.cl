/* Operation `contrast`: its table of levels, made on the host. */

#include "photometric/pointwise.h"
#include "photometric/tone_table.h"

FF_POINTWISE_KERNEL(contrast, ff_tone_table)
