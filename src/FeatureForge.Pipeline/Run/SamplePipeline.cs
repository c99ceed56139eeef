using System.Text;
using FeatureForge.Core.Buffers;
using FeatureForge.Core.Errors;
using FeatureForge.Core.Samples;
using FeatureForge.Core.Shapes;
using FeatureForge.Native;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Pipeline.Run;

/// <summary>
/// Takes one listed sample through every stage, from file to finished sample. One instance per worker; in steady state it allocates
/// nothing. The result depends on sample, recipe, seed and epoch alone.
/// </summary>
public sealed class SamplePipeline : IRowConsumer, IDisposable
{
    // One picture of camera size per worker is normal. Files beyond this size are worked on one at a time in the whole process, and
    // pictures whose decoding takes more memory share a budget, so that memory stays bounded whatever hostile files are or declare.
    private const long LargePictureBytes = 64 << 20;
    private static readonly SemaphoreSlim s_largePictures = new(1);
    private static readonly MemoryBudget s_largePictureMemory = new(400 << 20);

    // One more decode and resize for one sample in this many costs less than 1 %.
    private const int SamplesPerComparison = 128;

    private readonly StageOptions _options;
    private readonly SampleListing _listing;
    private readonly byte[] _imagesFolder;
    private readonly bool[] _augmentedSplits;
    private readonly ImageDecoder _decoder;
    private readonly BudgetedDecoder _decoding;
    private readonly GeometryStage _geometry;
    private readonly PhotometricStage _photometric;
    private readonly TargetStage? _targets;
    private readonly EntryPointUse? _entryPoints;
    private readonly PictureEncoder _pictureEncoder;
    private readonly AnchorTargets _anchorTargets = new();
    private readonly ObjectList _objects = new();
    private readonly AugmentationLog _log = new();
    private readonly GrowableBuffer _encoded = new();
    private readonly GrowableBuffer _picture = new();
    private BoxCorners[] _corners = new BoxCorners[16];
    private FidelityCheck? _fidelityCheck;

    /// <summary>Plans every stage for one worker.</summary>
    /// <param name="options">Options of every stage.</param>
    /// <param name="listing">Samples that <see cref="Process(int, int, IFinishedSampleConsumer)"/> will be asked for.</param>
    /// <param name="entryPoints">Entry points of the listing's images, or null; they change nothing but the time that decoding takes.</param>
    public SamplePipeline(StageOptions options, SampleListing listing, EntryPointSource? entryPoints = null)
    {
        _options = options;
        _listing = listing;
        _imagesFolder = Encoding.UTF8.GetBytes(listing.ImagesFolder);
        _augmentedSplits = [.. listing.Splits.Select(split => options.AugmentSplits.Contains(split))];
        _decoder = new ImageDecoder(options.Decode);
        _decoding = new BudgetedDecoder(_decoder, s_largePictureMemory, LargePictureBytes);
        _geometry = new GeometryStage(options.Geometry, options.Seed);
        _photometric = new PhotometricStage(options.Photometric, options.OutputShape);
        _targets = options.Targets is null ? null : new TargetStage(options.Targets, options.OutputShape);
        _pictureEncoder = new PictureEncoder(options.Output);
        _entryPoints = entryPoints is null ? null : new EntryPointUse(entryPoints, Counts);
    }

    /// <summary>What this worker has counted so far.</summary>
    public SampleCounts Counts { get; } = new();

    /// <summary>With fidelity <c>fast</c>, one in this many samples of epoch 0 is compared with the reference, by its position in the listing; 0 for none.</summary>
    public int FidelityInterval { get; init; } = SamplesPerComparison;

    /// <summary>Where this worker's time went.</summary>
    public StageTimes Times { get; } = new();

    /// <summary>What matching did to the objects so far; null without targets.</summary>
    public MatchReport? MatchReport => _targets?.Report;

    /// <summary>Makes one sample and hands it over.</summary>
    /// <param name="index">Position in the listing.</param>
    /// <param name="epoch">Epoch that random steps draw for.</param>
    /// <param name="consumer">Takes the finished sample; its memory is only valid during the call.</param>
    /// <exception cref="BadSampleException">The image is damaged, unsupported, or the recipe cannot be applied to it.</exception>
    /// <exception cref="FeatureForgeException">The image has vanished or changed since it was listed.</exception>
    public void Process(int index, int epoch, IFinishedSampleConsumer consumer) => Process(index, epoch, consumer, route: null);

    /// <summary>Makes one sample of a run, and says why if it cannot become a record.</summary>
    /// <param name="item">The sample and its place.</param>
    /// <exception cref="FeatureForgeException">The image has vanished or changed since it was listed.</exception>
    internal BadSampleException? TryProcess(in WorkItem item)
    {
        try
        {
            Process(item.ListingIndex, item.Epoch, item.Destination);
            return null;
        }
        catch (Exception failure) when (SampleVerdict.Of(failure) is { } verdict)
        {
            return verdict;
        }
    }

    /// <summary>Makes one sample, unless another route takes it once its window is planned.</summary>
    /// <param name="index">Position in the listing.</param>
    /// <param name="epoch">Epoch that random steps draw for.</param>
    /// <param name="consumer">Takes the sample if it is made here.</param>
    /// <param name="route">Is asked first; null to make it here.</param>
    /// <returns>Whether it was made here.</returns>
    internal RouteDecision Process(int index, int epoch, IFinishedSampleConsumer consumer, IPictureRoute? route)
    {
        SampleDescription sample = _listing[index];
        bool large = sample.FileLength > LargePictureBytes;
        if (large)
            s_largePictures.Wait();
        _decoding.IsAlone = large;
        try
        {
            return Make(sample, epoch, consumer, route);
        }
        finally
        {
            _encoded.Trim();
            _decoding.Trim();
            if (large)
            {
                // The collector sees no hurry in a few huge arrays; the next file must not come on top of this one.
                GC.Collect();
                s_largePictures.Release();
            }
        }
    }

    private RouteDecision Make(in SampleDescription sample, int epoch, IFinishedSampleConsumer consumer, IPictureRoute? route)
    {
        bool augment = _augmentedSplits[sample.Split];
        Times.Start();
        ReadOnlySpan<byte> file = ReadFile(sample);
        Times.Charge(Stage.Read);
        DecodePlan plan = _decoder.Plan(file);
        Times.Charge(Stage.Decode);
        _log.Clear();
        CollectObjects(sample, plan);
        FidelityCheck? check = ComparedBy(sample, plan, epoch);
        _geometry.PlanWindow(sample, plan.Upright, epoch, augment, _objects, _log);
        plan = _decoder.Scaled(plan, _geometry.Reduction);
        Times.Charge(Stage.Geometry);
        RouteDecision decision = route is null ? RouteDecision.Host : route.Offer(new PlannedSample
        {
            Sample = sample,
            Epoch = epoch,
            Augment = augment,
            IsCompared = check is not null,
            File = file,
            Plan = plan,
            Geometry = _geometry,
            Objects = _objects,
            Log = _log,
        });
        if (decision != RouteDecision.Host)
            return decision;
        CountMade(sample, plan);
        _geometry.PlanRows(plan.Rows, plan.Divisor);
        Times.Charge(Stage.Geometry);
        DecodeByEntryPoints(sample, file, plan);
        Times.Charge(Stage.Decode);
        var picture = new ImageView(_options.OutputShape, _picture.Ensure(_options.OutputShape.RgbBytes));
        _geometry.Finish(picture);
        Times.Charge(Stage.Geometry);
        if (check is not null)
        {
            check.Compare(sample, (epoch, augment), file, picture, Counts.Fidelity);
            Times.Start();
        }

        if (augment)
            _photometric.Run(picture, _objects.Boxes, _options.Seed, sample.KeyHash, epoch, _log);
        Times.Charge(Stage.Photometric);
        Match(sample, epoch, picture, consumer);
        return RouteDecision.Host;
    }

    /// <summary>Counts what is known of a sample that becomes a record: how it is decoded, and its boxes outside its picture. Once for each record, wherever it was made.</summary>
    /// <param name="sample">Sample.</param>
    /// <param name="plan">How its file is decoded.</param>
    internal void CountMade(in SampleDescription sample, in DecodePlan plan)
    {
        if (_options.Decode.Fidelity == DecodeFidelity.Fast && plan.Planes is null)
            Counts.DecodedAsReference++;
        if (plan.Divisor > 1)
            Counts.DecodedSmaller++;
        foreach (BoxPixels stored in sample.Boxes)
        {
            BoxPixels box = Upright(stored, plan);
            if (!box.ClipTo(plan.Upright).HasArea)
                Counts.DropBox(sample, box, plan.Upright);
        }
    }

    /// <summary>Encodes the picture of a sample and hands the sample over, wherever it was made.</summary>
    /// <param name="content">What it became.</param>
    /// <param name="consumer">Takes it; its memory is only valid during the call.</param>
    internal void HandOver(in SampleContent content, IFinishedSampleConsumer consumer)
    {
        SampleDescription sample = content.Sample;
        consumer.Accept(new FinishedSample
        {
            Key = sample.Key,
            ImagePath = sample.ImagePath,
            Epoch = content.Epoch,
            Shape = content.Picture.Shape,
            ImageBytes = _pictureEncoder.Encode(content.Picture),
            ImageFormat = _pictureEncoder.Format,
            HasBoxes = _listing.HasBoxes,
            Boxes = content.Boxes,
            Labels = content.Labels,
            ImageLabel = sample.BoxNumber >= 0 ? sample.Labels[sample.BoxNumber] : sample.ImageLabel,
            Targets = content.Targets,
            AnchorSet = _targets is null ? [] : _targets.Anchors.HashText,
            Augmentation = content.Augmentation,
        });
        Times.Charge(Stage.Encode);
    }

    /// <inheritdoc/>
    bool IRowConsumer.TakesRgbPlanes => _geometry.TakesRgbPlanes;

    /// <summary>Passes rows from the decoder to the geometry, charging each with its own time.</summary>
    /// <param name="band">Next rows of the upright picture.</param>
    void IRowConsumer.Accept(in RowBand band)
    {
        Times.Charge(Stage.Decode);
        _geometry.Accept(band);
        Times.Charge(Stage.Geometry);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoder.Dispose();
        _geometry.Dispose();
        _photometric.Dispose();
        _pictureEncoder.Dispose();
        _fidelityCheck?.Dispose();
        _entryPoints?.Dispose();
        _encoded.Dispose();
        _decoding.Dispose();
        _picture.Dispose();
    }

    private ReadOnlySpan<byte> ReadFile(in SampleDescription sample)
    {
        FileReadStatus status = FileReader.Read(_imagesFolder, sample.ImagePath, _encoded, out int length);
        if (status == FileReadStatus.TooLarge)
            throw RunErrors.FileTooLarge(sample.FileLength);
        if (status is FileReadStatus.AccessDenied or FileReadStatus.Failed)
            throw RunErrors.FileNotReadable();
        if (status == FileReadStatus.NotRegularFile)
            throw RunErrors.NotAFile();
        if (status != FileReadStatus.Complete || length != sample.FileLength)
            throw RunErrors.InputChanged(_listing.ImagesFolder, sample, status, length);
        return _encoded.Ensure(length)[..length];
    }

    private void CollectObjects(in SampleDescription sample, in DecodePlan plan)
    {
        _objects.Clear();
        ImageShape upright = plan.Upright;
        for (int i = 0; i < sample.Boxes.Length; i++)
        {
            BoxPixels box = Upright(sample.Boxes[i], plan);
            BoxPixels clipped = box.ClipTo(upright);
            if (clipped.HasArea)
                _objects.Add(clipped, sample.Labels[i], i);
            else if (i == sample.BoxNumber)
                throw RunErrors.BoxOutsidePicture(box, upright);
        }
    }

    private BoxPixels Upright(BoxPixels box, in DecodePlan plan) =>
        _options.BoxesAreStored && plan.Orientation != Orientation.Upright ? OrientationTransform.Apply(box, plan.Orientation, plan.Stored) : box;

    private FidelityCheck? ComparedBy(in SampleDescription sample, in DecodePlan plan, int epoch)
    {
        if (plan.Planes is null || FidelityInterval == 0 || epoch != 0 || sample.Index % FidelityInterval != 0)
            return null;
        _fidelityCheck ??= new FidelityCheck(_options, _decoder, _decoding);
        _fidelityCheck.TakeObjects(_objects);
        return _fidelityCheck;
    }

    private void DecodeByEntryPoints(in SampleDescription sample, ReadOnlySpan<byte> file, in DecodePlan plan)
    {
        try
        {
            Decode(file, _entryPoints is null ? plan : _entryPoints.Plan(sample, file, plan, _geometry.RowsNeeded));
        }
        catch (EntryPointsException)
        {
            // The geometry may have seen rows that were wrong; planned anew, it forgets them.
            _entryPoints!.Contradicted();
            _geometry.PlanRows(plan.Rows, plan.Divisor);
            Decode(file, plan);
        }
    }

    private void Decode(ReadOnlySpan<byte> file, in DecodePlan plan)
    {
        if (_decoding.Run(file, plan, _geometry.RowsNeeded, this))
            Counts.DecodedWithWarnings++;
    }

    private void Match(in SampleDescription sample, int epoch, ImageView picture, IFinishedSampleConsumer consumer)
    {
        if (_corners.Length < _objects.Count)
            _corners = new BoxCorners[_objects.Count * 2];
        Span<BoxCorners> corners = _corners.AsSpan(0, _objects.Count);
        for (int i = 0; i < corners.Length; i++)
            corners[i] = _objects.Boxes[i].ToCorners(picture.Shape);
        _targets?.Run(corners, _objects.Labels, _anchorTargets);
        Times.Charge(Stage.Targets);
        var content = new SampleContent
        {
            Sample = sample,
            Epoch = epoch,
            Picture = picture,
            Boxes = corners,
            Labels = _objects.Labels,
            Targets = _targets is null ? null : _anchorTargets,
            Augmentation = _log.Json,
        };
        HandOver(content, consumer);
    }
}
