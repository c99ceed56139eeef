using System.Diagnostics;
using FeatureForge.Core.Errors;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;

namespace FeatureForge.Gpu.Choice;

/// <summary>Opens, checks and measures one device after the other, and keeps the fastest open. The CPU is measured when the first device can be.</summary>
/// <param name="recipe">What is measured.</param>
/// <param name="workers">Workers of the run.</param>
/// <param name="settings">How devices are opened, and for how long.</param>
internal sealed class DeviceTrials(MeasuredRecipe recipe, int workers, BackendChoiceOptions settings)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<BackendFigure> _figures = [];
    private readonly List<string> _leftOut = [];
    private HostFigures? _host;
    private OpenedDevice? _fastest;
    private double _fastestMicroseconds = double.MaxValue;

    /// <summary>The CPU; null until a device was measured.</summary>
    public BackendFigure? Cpu { get; private set; }

    /// <summary>Devices measured.</summary>
    public IReadOnlyList<BackendFigure> Figures => _figures;

    /// <summary>A sentence for each device that was not.</summary>
    public IReadOnlyList<string> LeftOut => _leftOut;

    /// <summary>Measures a device, or says why not.</summary>
    /// <param name="found">What the survey found.</param>
    public void Try(FoundDevice found)
    {
        DeviceDescription about = found.Description;
        string name = $"{about.Id} ({about.Name})";
        if (!found.IsUsable)
            _leftOut.Add($"{name}: {found.Reason}");
        else if (about.IsProcessor && !settings.Processors)
            _leftOut.Add($"{name} is this processor, which the engine's own stages use better; --backend opencl takes it all the same.");
        else if (_figures.Any(figure => figure.Name == about.Name && !figure.Id.StartsWith("opencl", StringComparison.Ordinal)) && about.Backend == DeviceBackend.OpenCl)
            _leftOut.Add($"{name} has the name of a device that was measured by CUDA.");
        else if (_figures.Count > 0 && Stopwatch.GetElapsedTime(_start) > settings.Limit)
            _leftOut.Add($"{name}: the time for measuring was over; --backend with its name uses it.");
        else
            Measure(found);
    }

    /// <summary>The device of a figure if it is the fastest, else none; the other one is closed.</summary>
    /// <param name="chosen">Figure of the device chosen; null: the CPU.</param>
    public OpenedDevice? Take(BackendFigure? chosen)
    {
        if (chosen is not null)
            return _fastest;
        _fastest?.Dispose();
        return null;
    }

    private void Measure(FoundDevice found)
    {
        DeviceDescription about = found.Description;
        OpenedDevice? opened = null;
        try
        {
            opened = DeviceOpening.Open(found, settings.Opening);
            double device = DeviceMeasurement.Run(opened.Device, recipe, workers);
            _host ??= HostMeasurement.Run(recipe, workers);
            Cpu ??= new BackendFigure("cpu", "", _host.AfterEntropy);
            var figure = new BackendFigure(about.Id, about.Name, _host.Coefficients + device) { IsProcessor = about.IsProcessor };
            _figures.Add(figure);
            if (figure.Microseconds < _fastestMicroseconds)
            {
                (opened, _fastest) = (_fastest, opened);
                _fastestMicroseconds = figure.Microseconds;
            }
        }
        catch (FeatureForgeException exception)
        {
            _leftOut.Add(exception.Message.Contains(about.Id, StringComparison.Ordinal) ? exception.Message : $"{about.Id} ({about.Name}): {exception.Message}");
        }

        opened?.Dispose();
    }
}
