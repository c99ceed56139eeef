using System.Collections.Concurrent;
using FeatureForge.Gpu.Driver;
using FeatureForge.Testing;

namespace FeatureForge.Gpu.Tests.Twin;

/// <summary>A kernel text as a program of the host: it reads a launch from a file, runs it under the sanitizers and writes all buffers back.</summary>
internal sealed class TwinProgram(TwinDevice device, KernelSource source) : IComputeProgram
{
    private const string Main = """
        static std::vector<uchar*> ff_buffers;
        static std::vector<ulong> ff_arguments;
        static uint ff_shape[3];

        template <class T> static T ff_take(ulong bits)
        {
            if constexpr (std::is_pointer<T>::value)
                return (T)ff_buffers[bits];
            T value;
            std::memcpy(&value, &bits, sizeof value);
            return value;
        }

        template <class... A, size_t... I> static void ff_run(void (*kernel)(A...), std::index_sequence<I...>)
        {
            std::tuple<A...> values(ff_take<A>(ff_arguments[I])...);
            ff_host_launch(ff_shape[0], ff_shape[1], ff_shape[2], [&] { std::apply(kernel, values); });
        }

        template <class... A> static void ff_call(void (*kernel)(A...)) { ff_run(kernel, std::index_sequence_for<A...>{}); }

        template <class T> static T ff_read(FILE* file)
        {
            T value;
            if (std::fread(&value, sizeof value, 1, file) != 1)
                std::exit(4);
            return value;
        }

        int main(int, char** names)
        {
            FILE* job = std::fopen(names[1], "rb");
            uint kernel = ff_read<uint>(job);
            for (uint& count : ff_shape)
                count = ff_read<uint>(job);
            std::vector<ulong> sizes(ff_read<ulong>(job));
            for (ulong& size : sizes)
            {
                size = ff_read<ulong>(job);
                ff_buffers.push_back((uchar*)std::malloc(size));
                if (std::fread(ff_buffers.back(), 1, size, job) != size)
                    std::exit(4);
            }
            ff_arguments.resize(ff_read<ulong>(job));
            for (ulong& argument : ff_arguments)
                argument = ff_read<ulong>(job);
            std::fclose(job);
            switch (kernel)
            {
        CASES
            }
            FILE* result = std::fopen(names[2], "wb");
            for (size_t i = 0; i < sizes.size(); i++)
                std::fwrite(ff_buffers[i], 1, sizes[i], result);
            std::fclose(result);
            for (uchar* buffer : ff_buffers)
                std::free(buffer);
        }
        """;

    private static readonly ConcurrentDictionary<string, Lazy<string>> s_executables = new();

    public KernelSource Source { get; } = source;

    public ProgramOrigin Origin => ProgramOrigin.Compiled;

    public IComputeKernel Kernel(string name) =>
        new TwinKernel(device, Source.Find(name), (uint)Source.Kernels.IndexOf(Source.Find(name)), s_executables.GetOrAdd(Source.Name, _ => new Lazy<string>(Compile)).Value);

    public void Dispose()
    {
        // The executable is used by later programs of the same source.
    }

    private string Compile()
    {
        string path = Path.Combine(device.Folder, "twin-" + Source.Name.Replace('/', '-'));
        string cases = string.Concat(Source.Kernels.Select((kernel, i) => $"    case {i}: ff_call({kernel.Name}); break;\n"));
        string[] headers = ["cstdio", "cstdlib", "cstring", "tuple", "utility", "vector", "functional"];
        File.WriteAllText(path + ".cpp", string.Concat(headers.Select(header => $"#include <{header}>\n")) + Source.Text + "\n" + Main.Replace("CASES", cases, StringComparison.Ordinal));
        CommandLine.Run(
            "g++", "-DFF_HOST_TWIN", "-std=c++17", "-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-ffp-contract=off",
            "-I", Path.Combine(TestData.Repository, "kernels"), path + ".cpp", "-o", path);
        return path;
    }
}
