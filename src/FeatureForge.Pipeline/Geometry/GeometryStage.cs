using FeatureForge.Core.Buffers;
using FeatureForge.Core.Randomness;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Core.Simd;
using FeatureForge.Pipeline.Decode;

namespace FeatureForge.Pipeline.Geometry;

/// <summary>
/// Stage 3: chooses the part of the upright picture, resizes it while its rows are decoded, turns and mirrors the result; boxes move
/// with the pixels. Everything before the output resize is composed into one resample. One instance per worker; per sample first
/// <see cref="PlanWindow"/> and <see cref="PlanRows"/> (or <see cref="Plan"/>, which is both for packed RGB), then <see cref="Accept"/> for
/// each band, then <see cref="Finish"/>.
/// </summary>
public sealed class GeometryStage : IRowConsumer, IDisposable
{
    /// <summary>Longest side of a picture in pixels, that of JPEG; weights and rows of longer ones would not be bounded.</summary>
    public const int LongestSide = 65535;

    private readonly ImageShape _output;
    private readonly ulong _seed;
    private readonly SimdLevel _level;
    private readonly GeometryStep[] _steps;
    private readonly bool[] _due;
    private readonly GeometryView _view = new();
    private readonly ResizePlan _resize;
    private readonly PlaneResizePlan _planes;
    private readonly GrowableBuffer _scratch = new();
    private ImageShape _upright;
    private bool _fromPlanes;

    /// <summary>Makes the steps of one worker.</summary>
    /// <param name="options">Output shape and steps.</param>
    /// <param name="seed">Seed of the recipe.</param>
    /// <exception cref="ArgumentException">A rule between the steps is broken; see <see cref="GeometryOptions.Validate"/>.</exception>
    public GeometryStage(GeometryOptions options, ulong seed)
        : this(options, seed, SimdLevels.Best)
    {
    }

    internal GeometryStage(GeometryOptions options, ulong seed, SimdLevel level)
    {
        if (GeometryOptions.Validate(options) is GeometryFinding finding)
            throw new ArgumentException(finding.Rule, nameof(options));
        _output = options.Output;
        _seed = seed;
        _level = level;
        _steps = [.. options.Steps.Select(step => step.CreateStep())];
        _due = new bool[_steps.Length];
        _resize = new ResizePlan(level);
        _planes = new PlaneResizePlan(level);
    }

    /// <summary>Where the output picture of the sample planned last comes from.</summary>
    internal GeometryView View => _view;

    /// <summary>Shape of its upright picture.</summary>
    internal ImageShape Upright => _upright;

    /// <summary>All steps in the order of the recipe.</summary>
    internal ReadOnlySpan<GeometryStep> Steps => _steps;

    /// <summary>Which of them are carried out on the sample planned last.</summary>
    internal ReadOnlySpan<bool> Due => _due;

    /// <inheritdoc/>
    public bool TakesRgbPlanes => !_fromPlanes;

    /// <summary>Part of the planned format that must be delivered.</summary>
    public RowRange RowsNeeded => _fromPlanes ? _planes.RowsNeeded : _resize.RowsNeeded;

    /// <summary>Draws the steps for one sample, moves its boxes and plans the resize of packed RGB rows.</summary>
    /// <param name="sample">Sample.</param>
    /// <param name="upright">Shape of the upright picture.</param>
    /// <param name="epoch">Epoch that random steps are drawn for.</param>
    /// <param name="augment">True when random steps act on this sample.</param>
    /// <param name="objects">Boxes in pixels of the upright picture; on return those in view, in pixels of the output picture.</param>
    /// <param name="log">Takes the drawn parameters of the steps carried out.</param>
    /// <exception cref="Core.Errors.BadSampleException">A fixed crop does not fit, there is no box to crop to, or the picture is too long.</exception>
    public void Plan(in SampleDescription sample, ImageShape upright, int epoch, bool augment, ObjectList objects, AugmentationLog log)
    {
        PlanWindow(sample, upright, epoch, augment, objects, log);
        PlanRows(RowFormat.Rgb(upright));
    }

    /// <summary>Draws the steps for one sample and moves its boxes.</summary>
    /// <param name="sample">Sample.</param>
    /// <param name="upright">Shape of the upright picture.</param>
    /// <param name="epoch">Epoch that random steps are drawn for.</param>
    /// <param name="augment">True when random steps act on this sample.</param>
    /// <param name="objects">Boxes in pixels of the upright picture; on return those in view, in pixels of the output picture.</param>
    /// <param name="log">Takes the drawn parameters of the steps carried out.</param>
    /// <exception cref="Core.Errors.BadSampleException">A fixed crop does not fit, there is no box to crop to, or the picture is too long.</exception>
    public void PlanWindow(in SampleDescription sample, ImageShape upright, int epoch, bool augment, ObjectList objects, AugmentationLog log)
    {
        if (upright.Width > LongestSide || upright.Height > LongestSide)
            throw GeometryErrors.SideTooLong(upright, LongestSide);
        _view.Start(upright, sample.BoxNumber);
        foreach (ref BoxPixels box in objects.Boxes)
            box = box.ClipTo(upright);
        for (int i = 0; i < _steps.Length; i++)
        {
            var random = new SampleRandom(_seed, sample.KeyHash, epoch, StepInstances.Geometry + i);
            _due[i] = !_steps[i].IsRandom || (augment && random.NextChance(_steps[i].Probability));
            if (_due[i])
                Draw(_steps[i], ref random, objects, log);
        }

        _upright = upright;
        _view.Resolve(_output);
        MoveBoxes(objects);
    }

    /// <summary>How many times smaller the resize makes the picture, in the direction in which it is less; below 1 where it enlarges.</summary>
    public double Reduction => Math.Min(_view.Visible.Width / _view.Target.Width, _view.Visible.Height / _view.Target.Height);

    /// <summary>Plans the resize of the window by the rows that the decoder will deliver.</summary>
    /// <param name="format">What the bands will hold: the upright picture of <see cref="PlanWindow"/>, or its planes made smaller.</param>
    /// <param name="divisor">How many times smaller: a power of 2, so that the window's edges divide exactly.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    public void PlanRows(RowFormat format, int divisor = 1)
    {
        BoxPixels window = Window(format, divisor);
        _fromPlanes = format.Layout != RowLayout.Rgb;
        if (_fromPlanes)
            _planes.Plan(format, window, _view.Target.Shape);
        else
            _resize.Plan(format.Shape, window, _view.Target.Shape);
    }

    /// <summary>The window that is resized, in samples of the rows that it comes from.</summary>
    /// <param name="format">What they hold, as for <see cref="PlanRows"/>.</param>
    /// <param name="divisor">How many times smaller than the upright picture they are.</param>
    /// <exception cref="ArgumentException">The shape is another.</exception>
    internal BoxPixels Window(RowFormat format, int divisor)
    {
        if (format.Shape != new ImageShape((_upright.Width + divisor - 1) / divisor, (_upright.Height + divisor - 1) / divisor))
            throw new ArgumentException($"Rows of {format.Shape} are announced for a picture of {_upright}, {divisor} times smaller.", nameof(format));
        BoxPixels window = _view.Visible.ToBox();
        return new BoxPixels(window.X0 / divisor, window.Y0 / divisor, window.X1 / divisor, window.Y1 / divisor);
    }

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The band is not what was planned.</exception>
    public void Accept(in RowBand band)
    {
        if (_fromPlanes)
            _planes.Accept(band);
        else
            _resize.Accept(band);
    }

    /// <summary>Completes the output picture: resize, fill, and the steps after the resize.</summary>
    /// <param name="destination">Picture of the recipe's output shape.</param>
    /// <exception cref="InvalidOperationException">Not all needed rows were delivered.</exception>
    public void Finish(ImageView destination)
    {
        if (destination.Shape != _output)
            throw new ArgumentException($"The recipe's output is {_output}, the destination has {destination.Shape}.", nameof(destination));
        PixelRectangle target = _view.Target;
        int stride = _output.RowBytes;
        Span<byte> pixels = destination.Pixels[((target.Y * stride) + (target.X * ImageShape.Channels))..];
        if (_fromPlanes)
            _planes.FinishInto(pixels, stride);
        else
            _resize.FinishInto(pixels, stride);
        FrameFill.Run(destination, _view.Frame, target, _view.WindowFill);
        FrameFill.Run(destination, PixelRectangle.Of(_output), _view.Frame, _view.Bars ?? default);
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_due[i] && _steps[i] is PictureStep step)
                step.Run(destination, _scratch, _level);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _resize.Dispose();
        _planes.Dispose();
        _scratch.Dispose();
    }

    private void Draw(GeometryStep step, ref SampleRandom random, ObjectList objects, AugmentationLog log)
    {
        if (step is WindowStep window)
            window.Apply(_view, ref random, objects, log);
        else
            ((PictureStep)step).Draw(ref random, log);
    }

    private void MoveBoxes(ObjectList objects)
    {
        _view.MapBoxes(objects.Boxes);
        for (int i = 0; i < _steps.Length; i++)
        {
            if (_due[i] && _steps[i] is PictureStep step)
                step.Place(_view, _output, objects.Boxes);
        }

        _view.DropEmpty(objects);
    }
}
