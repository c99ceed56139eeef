// The arithmetic that "the same bits everywhere" rests on: division and square root correctly rounded, no fused multiply-add,
// no flush of subnormal numbers, 32- and 64-bit integers, local memory with a barrier, an atomic.
// In: left, right (float bits, count each). Out: results (uint, 8 per element, element after element), total (one uint, sum of all lanes' hashes).
// A lane does one element. CPU twin: Checks/ArithmeticCheck.cs, equal bit for bit.
#define LANES 64

FF_CONSTANT uint round_keys[4] = {0x9E3779B9u, 0xBB67AE85u, 0x3C6EF372u, 0xDAA66D2Bu};

FF_DEVICE uint mixed(uint value, uint key)
{
    uint product = value * 0xD2511F53u;
    return mul_hi(value, 0xD2511F53u) ^ product ^ key;
}

FF_KERNEL(LANES) void arithmetic(
    FF_GLOBAL const float* left, FF_GLOBAL const float* right, FF_GLOBAL uint* results, FF_GLOBAL uint* total, uint count, int shift, float scale, long factor)
{
    FF_LOCAL_ARRAY(uint, neighbours, LANES);
    uint element = get_global_id(0);
    uint lane = get_local_id(0);
    int active = element < count;
    float a = active ? left[element] : 0.0f;
    float b = active ? right[element] : 1.0f;
    neighbours[lane] = mixed(as_uint(a), round_keys[lane & 3u]);
    FF_BARRIER();
    if (active) {
        ulong place = (ulong)element * 8u;
        uint hash = neighbours[(lane + 1u) % LANES];
        results[place] = as_uint(a / b);
        results[place + 1u] = as_uint(ff_sqrt(a < 0.0f ? -a : a));
        results[place + 2u] = as_uint(a * b + scale);
        results[place + 3u] = as_uint(a - b * scale);
        results[place + 4u] = hash;
        results[place + 5u] = (uint)((int)as_uint(a) >> shift);
        results[place + 6u] = (uint)(((ulong)(long)(int)as_uint(b) * (ulong)factor) >> 22); /* unsigned, because signed numbers may not wrap around in C */
        results[place + 7u] = (uint)clamp((int)(as_uint(a) >> 20) - 1024, -255, 255);
        atomic_add(total, hash);
    }
}
