/* Operation `gamma`: its table of levels, made on the host. */

#include "photometric/pointwise.h"
#include "photometric/tone_table.h"

FF_POINTWISE_KERNEL(gamma, ff_tone_table)
