using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace FeatureForge.Feed.Requests;

/// <summary>What a client asks for, checked: every parameter known, given once and within its range.</summary>
internal sealed record StreamRequest
{
    private const int MostRanks = 1 << 16;
    private const int LargestBatch = 1 << 16;
    private const int MostFields = 64;
    private const int MostLabels = 64;
    private const int MostNameBytes = 256;

    /// <summary>Split.</summary>
    public required string Split { get; init; }

    /// <summary>Epoch.</summary>
    public required uint Epoch { get; init; }

    /// <summary>Rank, below <see cref="World"/>.</summary>
    public required int Rank { get; init; }

    /// <summary>Number of ranks.</summary>
    public required int World { get; init; }

    /// <summary>Samples of one rank in one step.</summary>
    public required int Batch { get; init; }

    /// <summary>Batches or records.</summary>
    public required StreamFormat Format { get; init; }

    /// <summary>First step to send.</summary>
    public required long Step { get; init; }

    /// <summary>Rule of the last step.</summary>
    public required Remainder Remainder { get; init; }

    /// <summary>Seed of the order, or null for the data set's own.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Names of the fields in the order wanted, or null for what the first sample has.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    /// <summary>Names of the labels that places are dealt out to, or empty where they are not.</summary>
    public IReadOnlyList<string> Balance { get; init; } = [];

    /// <summary>Reads the query of a request.</summary>
    /// <param name="query">Query with its question mark, or empty.</param>
    /// <exception cref="FeedRefusal">A parameter is unknown, repeated, missing or out of range.</exception>
    public static StreamRequest Parse(string? query)
    {
        Dictionary<string, string> given = Parameters(query);
        int world = (int)Number(given, "world", 1, MostRanks, 1);
        StreamFormat format = Choice(given, "format", StreamFormat.Batch);
        if (format == StreamFormat.Record && given.ContainsKey("fields"))
            throw FeedErrors.FieldsOfRecords();
        return new StreamRequest
        {
            Split = Required(given, "split"),
            Epoch = (uint)Number(given, "epoch", 0, uint.MaxValue, null),
            Rank = (int)Number(given, "rank", 0, (ulong)world - 1, 0),
            World = world,
            Batch = (int)Number(given, "batch", 1, LargestBatch, null),
            Format = format,
            Step = (long)Number(given, "step", 0, uint.MaxValue, 0),
            Remainder = Choice(given, "remainder", world > 1 ? Remainder.Drop : Remainder.Short),
            Seed = given.ContainsKey("seed") ? Number(given, "seed", 0, ulong.MaxValue, null) : null,
            Fields = given.TryGetValue("fields", out string? names) ? Names("fields", names.Split(','), MostFields) : null,
            Balance = given.TryGetValue("balance", out string? labels) ? Names("balance", [.. labels.Split(',').Select(Decoded)], MostLabels) : [],
        };
    }

    private static Dictionary<string, string> Parameters(string? query)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (QueryStringEnumerable.EncodedNameValuePair pair in new QueryStringEnumerable(query))
        {
            string name = pair.DecodeName().ToString();
            if (name is not ("split" or "epoch" or "rank" or "world" or "batch" or "format" or "step" or "remainder" or "seed" or "fields" or "balance"))
                throw FeedErrors.UnknownParameter(name);

            // A label may have a comma in its name; those of balance are taken apart before they are decoded.
            if (!given.TryAdd(name, (name == "balance" ? pair.EncodedValue : pair.DecodeValue()).ToString()))
                throw FeedErrors.RepeatedParameter(name);
        }

        return given;
    }

    private static string Required(Dictionary<string, string> given, string name) =>
        given.TryGetValue(name, out string? value) ? value : throw FeedErrors.MissingParameter(name);

    private static ulong Number(Dictionary<string, string> given, string name, ulong least, ulong most, ulong? standard)
    {
        if (standard is { } value && !given.ContainsKey(name))
            return value;
        string text = Required(given, name);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number >= least && number <= most
            ? number
            : throw FeedErrors.OutOfRange(name, text, $"a whole number from {least} to {most} in decimal digits");
    }

    private static TChoice Choice<TChoice>(Dictionary<string, string> given, string name, TChoice standard)
        where TChoice : struct, Enum
    {
        if (!given.TryGetValue(name, out string? text))
            return standard;
        foreach (TChoice choice in Enum.GetValues<TChoice>())
        {
            if (choice.ToString().ToLowerInvariant() == text)
                return choice;
        }

        throw FeedErrors.OutOfRange(name, text, $"one of {string.Join(", ", Enum.GetNames<TChoice>()).ToLowerInvariant()}");
    }

    private static string[] Names(string parameter, string[] names, int most)
    {
        if (names.Length > most)
            throw FeedErrors.OutOfRange(parameter, string.Join(',', names), $"at most {most} names");
        if (names.Any(name => name.Length == 0 || Encoding.UTF8.GetByteCount(name) > MostNameBytes))
            throw FeedErrors.OutOfRange(parameter, string.Join(',', names), $"names of 1 to {MostNameBytes} bytes");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Length ? names : throw FeedErrors.OutOfRange(parameter, string.Join(',', names), "each name once");
    }

    private static string Decoded(string name) => Uri.UnescapeDataString(name.Replace('+', ' '));
}
