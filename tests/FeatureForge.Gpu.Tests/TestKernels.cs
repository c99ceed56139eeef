using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;

namespace FeatureForge.Gpu.Tests;

/// <summary>Tiny programs for tests of the driver layer.</summary>
internal static class TestKernels
{
    /// <summary>Adds a number; mirrors each group of 64 through local memory; works for a while; tells its place in a grid.</summary>
    public static KernelSource Several { get; } = KernelLibrary.FromText("test/several", """
        #define LANES 64
        FF_KERNEL(LANES) void add(FF_GLOBAL const uint* source, FF_GLOBAL uint* destination, uint count, uint number)
        {
            uint i = get_global_id(0);
            if (i < count)
                destination[i] = source[i] + number;
        }

        FF_KERNEL(LANES) void mirror(FF_GLOBAL uint* values)
        {
            FF_LOCAL_ARRAY(uint, group, LANES);
            uint lane = get_local_id(0);
            group[lane] = values[get_global_id(0)];
            FF_BARRIER();
            values[get_global_id(0)] = group[LANES - 1u - lane];
        }

        FF_KERNEL(LANES) void work(FF_GLOBAL uint* values, int rounds)
        {
            uint i = get_global_id(0);
            uint value = values[i];
            for (int k = 0; k < rounds; k++)
                value = value * 1664525u + 1013904223u;
            values[i] = value;
        }

        FF_KERNEL(LANES) void place(FF_GLOBAL ulong* values, ulong wide, long narrow, float scale)
        {
            uint i = get_group_id(1) * get_global_size(0) + get_global_id(0);
            values[i] = wide + (ulong)narrow + (ulong)(scale * 2.0f) + ((ulong)get_group_id(1) << 32) + get_num_groups(1) * get_local_size(0);
        }
        """);

    /// <summary>A kernel with a local array of a given size.</summary>
    public static KernelSource WithLocalMemory(int bytes) => KernelLibrary.FromText("test/local", $$"""
        FF_KERNEL(64) void local_memory(FF_GLOBAL uint* values)
        {
            FF_LOCAL_ARRAY(uint, store, {{bytes / sizeof(uint)}});
            for (uint i = get_local_id(0); i < {{bytes / sizeof(uint)}}u; i += 64u)
                store[i] = values[i & 63u] + i;
            FF_BARRIER();
            values[get_local_id(0)] = store[(values[get_local_id(0)] * 997u) % {{bytes / sizeof(uint)}}u];
        }
        """);
}
