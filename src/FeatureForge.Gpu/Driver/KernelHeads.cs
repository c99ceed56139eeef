using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace FeatureForge.Gpu.Driver;

/// <summary>
/// Reads the heads of kernels from their text. So number, kind and size of arguments are checked alike on every device; neither OpenCL
/// 1.2 nor CUDA before 12.4 tells them reliably.
/// </summary>
internal static partial class KernelHeads
{
    /// <summary>Heads in the order of the text.</summary>
    /// <param name="program">Name for messages.</param>
    /// <param name="text">Text without the prelude.</param>
    /// <exception cref="DriverException">No kernel, or a head that breaks the rules.</exception>
    public static ImmutableArray<KernelSignature> Parse(string program, string text)
    {
        string plain = KernelMacros.Expand(Comments().Replace(text, " "));
        ImmutableArray<KernelSignature> heads =
        [
            .. Heads().Matches(plain).Select(match => new KernelSignature(
                match.Groups["name"].Value,
                LanesOf(program, match.Groups["name"].Value, match.Groups["lanes"].Value, plain),
                ArgumentsOf(program, match.Groups["name"].Value, match.Groups["arguments"].Value))),
        ];
        if (heads.Length == 0 || heads.Length != Marks().Count(plain))
            throw DriverErrors.KernelHead(program, "a kernel is written FF_KERNEL(lanes) void name(arguments), and there must be at least one");
        return heads;
    }

    private static int LanesOf(string program, string kernel, string written, string text)
    {
        string value = written;
        if (!char.IsAsciiDigit(written[0]))
        {
            Match defined = Regex.Match(text, $@"^[ \t]*#[ \t]*define[ \t]+{Regex.Escape(written)}[ \t]+\(?(\d+)[uU]?\)?[ \t]*\r?$", RegexOptions.Multiline);
            value = defined.Groups[1].Value;
        }

        if (!int.TryParse(value.TrimEnd('u', 'U'), NumberStyles.None, CultureInfo.InvariantCulture, out int lanes) || lanes is < 1 or > LaunchRules.MostLanes)
            throw DriverErrors.KernelHead(program, $"kernel {kernel} has FF_KERNEL({written}); write a number from 1 to {LaunchRules.MostLanes}, or a #define of one");
        return lanes;
    }

    private static KernelArgumentKind[] ArgumentsOf(string program, string kernel, string arguments) =>
        [.. arguments.Split(',').Select(argument => argument.Trim()).Where(argument => argument is not ("" or "void")).Select(argument => KindOf(program, kernel, argument))];

    private static KernelArgumentKind KindOf(string program, string kernel, string argument)
    {
        if (argument.Contains('*', StringComparison.Ordinal))
            return argument.StartsWith("FF_GLOBAL ", StringComparison.Ordinal) ? KernelArgumentKind.Buffer : throw Refused();
        return argument.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word == "const").FirstOrDefault() switch
        {
            "int" or "uint" or "float" => KernelArgumentKind.FourBytes,
            "long" or "ulong" => KernelArgumentKind.EightBytes,
            _ => throw Refused(),
        };

        DriverException Refused() => DriverErrors.KernelHead(program, $"kernel {kernel} has the argument \"{argument}\"; use an FF_GLOBAL pointer, int, uint, long, ulong or float");
    }

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\bFF_KERNEL\s*\(")]
    private static partial Regex Marks();

    [GeneratedRegex(@"\bFF_KERNEL\s*\(\s*(?<lanes>\w+)\s*\)\s*void\s+(?<name>\w+)\s*\((?<arguments>[^)]*)\)")]
    private static partial Regex Heads();
}
