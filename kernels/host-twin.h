// Runs kernels on the host for gcc's sanitizers: g++ -x c++ -DFF_HOST_TWIN -fsanitize=address,undefined -ffp-contract=off.
// Each lane of a group is a coroutine with a stack of its own; FF_BARRIER() gives way to the next lane. So barriers, local arrays
// and work group sizes are the real ones, in one thread and always in the same order. A lane that ends while another waits at a
// barrier ends the program with a sentence: on a device that is undefined, and PoCL crashes on it.
//
//     ff_host_launch(groups_x, groups_y, lanes, [&] { name(source, destination, count); });
#ifndef FF_HOST_TWIN_H
#define FF_HOST_TWIN_H

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <ucontext.h>
#include <vector>
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif

struct FfHostGrid {
    uint groups[2];
    uint group[2];
    uint lanes;
    uint lane;
};

struct FfHostLane {
    ucontext_t context;
    std::vector<char> stack;
    bool done;
};

static FfHostGrid ff_host_grid;
static std::vector<FfHostLane> ff_host_lanes;
static ucontext_t ff_host_scheduler;
static const std::function<void()>* ff_host_body;
static const void* ff_host_scheduler_stack;
static size_t ff_host_scheduler_size;

// The sanitizer must know which stack is in use.
static inline void ff_host_before(void** saved, const void* stack, size_t size) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(saved, stack, size);
#else
    (void)saved, (void)stack, (void)size;
#endif
}

static inline void ff_host_after(void* saved, const void** stack, size_t* size) {
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(saved, stack, size);
#else
    (void)saved, (void)stack, (void)size;
#endif
}

static inline void ff_host_barrier() {
    void* saved = nullptr;
    FfHostLane& lane = ff_host_lanes[ff_host_grid.lane];
    ff_host_before(&saved, ff_host_scheduler_stack, ff_host_scheduler_size);
    swapcontext(&lane.context, &ff_host_scheduler);
    ff_host_after(saved, &ff_host_scheduler_stack, &ff_host_scheduler_size);
}

static inline void ff_host_run_lane() {
    ff_host_after(nullptr, &ff_host_scheduler_stack, &ff_host_scheduler_size);
    (*ff_host_body)();
    FfHostLane& lane = ff_host_lanes[ff_host_grid.lane];
    lane.done = true;
    ff_host_before(nullptr, ff_host_scheduler_stack, ff_host_scheduler_size);
    swapcontext(&lane.context, &ff_host_scheduler);
}

// Lets every lane run to its next barrier or its end; gives how many ended.
static inline uint ff_host_round() {
    uint ended = 0;
    for (uint i = 0; i < ff_host_grid.lanes; i++) {
        FfHostLane& lane = ff_host_lanes[i];
        ff_host_grid.lane = i;
        if (!lane.done) {
            void* saved = nullptr;
            ff_host_before(&saved, lane.stack.data(), lane.stack.size());
            swapcontext(&ff_host_scheduler, &lane.context);
            ff_host_after(saved, nullptr, nullptr);
        }
        ended += lane.done ? 1 : 0;
    }
    return ended;
}

static inline void ff_host_run_group() {
    for (FfHostLane& lane : ff_host_lanes) {
        getcontext(&lane.context);
        lane.context.uc_stack.ss_sp = lane.stack.data();
        lane.context.uc_stack.ss_size = lane.stack.size();
        lane.context.uc_link = &ff_host_scheduler;
        lane.done = false;
        makecontext(&lane.context, ff_host_run_lane, 0);
    }
    uint ended = 0;
    do {
        ended = ff_host_round();
        if (ended != 0 && ended != ff_host_grid.lanes) {
            std::fprintf(stderr, "group %u,%u: %u of %u lanes ended while the others wait at a barrier\n",
                ff_host_grid.group[0], ff_host_grid.group[1], ended, ff_host_grid.lanes);
            std::exit(3);
        }
    } while (ended == 0);
}

static inline void ff_host_launch(uint groups_x, uint groups_y, uint lanes, const std::function<void()>& body) {
    const size_t stack_bytes = 256 * 1024;
    ff_host_body = &body;
    ff_host_grid.groups[0] = groups_x;
    ff_host_grid.groups[1] = groups_y;
    ff_host_grid.lanes = lanes;
    ff_host_lanes.resize(lanes);
    for (FfHostLane& lane : ff_host_lanes)
        lane.stack.resize(stack_bytes);
    for (ff_host_grid.group[1] = 0; ff_host_grid.group[1] < groups_y; ff_host_grid.group[1]++)
        for (ff_host_grid.group[0] = 0; ff_host_grid.group[0] < groups_x; ff_host_grid.group[0]++)
            ff_host_run_group();
}

#endif
