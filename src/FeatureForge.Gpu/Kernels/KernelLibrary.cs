using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Kernels;

/// <summary>The kernel texts that the program carries, complete with prelude and included headers.</summary>
public static partial class KernelLibrary
{
    private const string Root = "kernels/";
    private const string Prelude = "prelude.h";
    private static readonly Assembly s_assembly = typeof(KernelLibrary).Assembly;
    private static readonly Lazy<string[]> s_paths = new(() =>
        [.. s_assembly.GetManifestResourceNames().Where(name => name.StartsWith(Root, StringComparison.Ordinal)).Select(name => name[Root.Length..]).Order(StringComparer.Ordinal)]);

    private static readonly Lazy<string> s_fingerprint = new(() => FingerprintOf(s_paths.Value, Read));

    /// <summary>Names of all programs, <c>room/operation</c>, in ordinal order.</summary>
    public static IReadOnlyList<string> Names => [.. s_paths.Value.Where(path => path.EndsWith(".cl", StringComparison.Ordinal)).Select(path => path[..^3])];

    /// <summary>SHA-256 over all files, as <c>tools/kernels-ptx</c> writes it into what it makes.</summary>
    public static string Fingerprint => s_fingerprint.Value;

    /// <summary>A program ready to be built.</summary>
    /// <param name="name"><c>room/operation</c>, the path below <c>kernels</c> without <c>.cl</c>.</param>
    /// <exception cref="DriverException">There is no such file, it includes one that is not there, or the head of a kernel breaks the rules.</exception>
    public static KernelSource Load(string name) => FromText(name, Read(name + ".cl", "named in the code"), Fingerprint);

    /// <summary>A program of other origin, for tests and experiments; it may include the library's headers.</summary>
    /// <param name="name">Name for messages.</param>
    /// <param name="text">Text without prelude.</param>
    /// <exception cref="DriverException">It includes a file that is not there, or the head of a kernel breaks the rules.</exception>
    public static KernelSource FromText(string name, string text) => FromText(name, text, "");

    /// <summary>SHA-256, in hexadecimal, over path, line end and text of each file.</summary>
    internal static string FingerprintOf(IEnumerable<string> paths, Func<string, string, string> read)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in paths)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path + "\n"));
            hash.AppendData(Encoding.UTF8.GetBytes(read(path, "listed")));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static KernelSource FromText(string name, string text, string fingerprint)
    {
        string resolved = Resolve(name + ".cl", text, []);
        return new KernelSource(name, $"#line 1 \"kernels/{Prelude}\"\n{Read(Prelude, "the prelude")}", resolved) { Fingerprint = fingerprint };
    }

    // Puts each header in the place of its first #include, as one text: no compiler has to find files. Lines keep their file and number.
    private static string Resolve(string path, string text, HashSet<string> seen)
    {
        var result = new StringBuilder($"#line 1 \"kernels/{path}\"\n");
        int number = 0;
        foreach (string line in text.Split('\n'))
        {
            number++;
            Match include = Includes().Match(line);
            if (!include.Success)
            {
                result.Append(line).Append('\n');
                continue;
            }

            string header = Locate(path, include.Groups[1].Value);
            if (header != Prelude && seen.Add(header))
                result.Append(Resolve(header, Read(header, $"included by kernels/{path}"), seen));
            result.Append(System.Globalization.CultureInfo.InvariantCulture, $"#line {number + 1} \"kernels/{path}\"\n");
        }

        return result.ToString();
    }

    private static string Locate(string includer, string header)
    {
        string folder = includer.Contains('/', StringComparison.Ordinal) ? includer[..(includer.LastIndexOf('/') + 1)] : "";
        return s_paths.Value.Contains(folder + header) ? folder + header : header;
    }

    private static string Read(string path, string wantedBy)
    {
        using Stream stream = s_assembly.GetManifestResourceStream(Root + path) ?? throw DriverErrors.NoKernelFile(path, wantedBy);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^[ \t]*#[ \t]*include[ \t]+""([^""]+)""")]
    private static partial Regex Includes();
}
