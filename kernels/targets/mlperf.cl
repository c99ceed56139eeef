/* Rule `mlperf`, as NVIDIA DALI's BoxEncoder: positive above the threshold, which the host turns into "from"; of equal IoUs the last counts;
   the last object that wants an anchor gets it. */

#define FF_LAST_OF_EQUAL 1
#define FF_FIRST_OBJECT_KEEPS 0

#include "targets/argMax.h"
