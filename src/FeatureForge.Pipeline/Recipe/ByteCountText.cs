using System.Globalization;

namespace FeatureForge.Pipeline.Recipe;

/// <summary>Reads and writes sizes such as <c>256MiB</c>: bytes, or a number with a unit of 1000s (kB, MB, GB, TB) or 1024s (KiB, MiB, GiB, TiB).</summary>
public static class ByteCountText
{
    private static readonly (string Name, long Bytes)[] Units =
    [
        ("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10),
        ("TB", 1_000_000_000_000), ("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1000), ("B", 1),
    ];

    /// <summary>Reads a size; case of the unit and a space before it do not matter.</summary>
    /// <param name="text">For example <c>1.5GiB</c>.</param>
    /// <param name="bytes">Whole bytes, 0 or more.</param>
    /// <returns>False when it is no size, not a whole number of bytes, or beyond 2^63.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        long unitBytes = 1;
        string digits = text;
        foreach ((string name, long size) in Units)
        {
            if (!text.EndsWith(name, StringComparison.OrdinalIgnoreCase))
                continue;
            digits = text[..^name.Length].TrimEnd();
            unitBytes = size;
            break;
        }

        if (digits.Length is 0 or > 20 || !char.IsAsciiDigit(digits[0]))
            return false;
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number))
            return false;
        if (number > long.MaxValue / unitBytes || decimal.Truncate(number * unitBytes) != number * unitBytes)
            return false;
        bytes = (long)(number * unitBytes);
        return true;
    }

    /// <summary>Writes a size with the largest binary unit that divides it.</summary>
    /// <param name="bytes">Bytes, 0 or more.</param>
    public static string Format(long bytes)
    {
        foreach ((string name, long size) in Units.AsSpan(0, 4))
        {
            if (bytes >= size && bytes % size == 0)
                return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
        }

        return bytes.ToString(CultureInfo.InvariantCulture);
    }
}
