/* Operation `hue`: its colour matrix, made on the host. */

#include "photometric/pointwise.h"
#include "photometric/color_matrix.h"

FF_POINTWISE_KERNEL(hue, ff_color_matrix)
