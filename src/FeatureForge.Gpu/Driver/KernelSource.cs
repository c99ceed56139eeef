using System.Collections.Immutable;

namespace FeatureForge.Gpu.Driver;

/// <summary>Text of a program with nothing left to include, and the heads of its kernels.</summary>
public sealed class KernelSource
{
    /// <summary>Takes a program's text.</summary>
    /// <param name="name">Name for messages and PTX files, <c>room/operation</c>.</param>
    /// <param name="prelude">Text put in front, without kernels of its own.</param>
    /// <param name="text">The program.</param>
    /// <exception cref="DriverException">It has no kernel, or the head of one breaks the rules of <c>kernels/README.md</c>.</exception>
    public KernelSource(string name, string prelude, string text)
    {
        Name = name;
        Text = prelude + text;
        Kernels = KernelHeads.Parse(name, text);
    }

    /// <summary>Name for messages and PTX files.</summary>
    public string Name { get; }

    /// <summary>The complete text.</summary>
    public string Text { get; }

    /// <summary>Its kernels in the order of the text.</summary>
    public ImmutableArray<KernelSignature> Kernels { get; }

    /// <summary>SHA-256 over the files of the kernels folder that the text was made from, in hexadecimal; empty for text of other origin. A PTX file says what it was made from by it.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>A kernel's head by its name.</summary>
    /// <param name="kernel">Name of the function.</param>
    /// <exception cref="DriverException">There is none of that name.</exception>
    internal KernelSignature Find(string kernel)
    {
        // A loop, because every launch of a batch comes by here and may not allocate.
        foreach (KernelSignature head in Kernels)
        {
            if (head.Name == kernel)
                return head;
        }

        throw DriverErrors.NoSuchKernel(this, kernel);
    }
}
