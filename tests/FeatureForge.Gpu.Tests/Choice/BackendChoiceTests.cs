using FeatureForge.Core.Shapes;
using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Choice;
using FeatureForge.Gpu.Driver;
using FeatureForge.Gpu.Kernels;
using FeatureForge.Gpu.Tests.Checks;
using FeatureForge.Pipeline.Decode;
using FeatureForge.Pipeline.Geometry;
using FeatureForge.Pipeline.Photometric;
using FeatureForge.Pipeline.Recipe;
using FeatureForge.Pipeline.Run;
using FeatureForge.Pipeline.Targets;

namespace FeatureForge.Gpu.Tests.Choice;

/// <summary>The measurement itself, on whatever this machine has.</summary>
public sealed class BackendChoiceTests
{
    private static readonly StageOptions s_recipe = new()
    {
        Seed = 1,
        Decode = new DecodeOptions(),
        Geometry = new GeometryOptions { Output = new ImageShape(300, 300), Steps = [new SsdCropOptions { Probability = 0.8 }, new FlipOptions { Probability = 0.5 }, new LetterboxOptions()] },
        Photometric = [new BrightnessOptions { Probability = 0.5 }, new BlurOptions { Probability = 0.3 }, new NoiseOptions { Probability = 0.5 }],
        Targets = new TargetOptions(),
        Output = new OutputOptions { Path = "" },
    };

    [Fact]
    public void For_WithoutDevices_IsTheCpuWithTheReasons()
    {
        var survey = new DeviceSurvey([new BackendState(DeviceBackend.Cuda, false, "no CUDA: none."), new BackendState(DeviceBackend.OpenCl, false, "no OpenCL: none.")], []);
        using BackendChoice choice = BackendChoice.For(s_recipe, 2, new BackendChoiceOptions { Survey = survey });
        Assert.Equal(("cpu", "cpu: no device is usable. no CUDA: none. no OpenCL: none.", 0), (choice.Id, choice.Reason, choice.Figures.Count));
        Assert.Null(choice.Device);
    }

    [SkippableTheory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void For_AUsableDevice_MeasuresItAndTheCpu(TestDevice kind)
    {
        IComputeDevice device = SharedDevices.Get(kind);
        using BackendChoice choice = BackendChoice.For(s_recipe, 2, new BackendChoiceOptions { Processors = true, Survey = SurveyOf(new FlippingDevice(device, "")) });
        Assert.Equal(["cpu", device.Description.Id], choice.Figures.Select(figure => figure.Id));
        Assert.All(choice.Figures, figure => Assert.InRange(figure.Microseconds, 0.01, 1e7));
        Assert.Equal(choice.Figures.MinBy(figure => figure.Microseconds)!.Id, choice.Id);
        Assert.StartsWith(choice.Id, choice.Reason, StringComparison.Ordinal);
        if (choice.Device is not null)
            choice.Device.Device.Build(KernelLibrary.Load("geometry/flip")).Dispose();
    }

    [Fact]
    public void For_ADeviceThatIsThisProcessor_OpensNothingAndSaysSo()
    {
        DeviceDescription about = new Twin.TwinDevice("").Description with { IsProcessor = true };
        var survey = new DeviceSurvey([], [new FoundDevice(about, "", _ => throw new InvalidOperationException("opened"))]);
        using BackendChoice choice = BackendChoice.For(s_recipe, 2, new BackendChoiceOptions { Survey = survey });
        Assert.Equal("cpu", choice.Id);
        Assert.Contains($"{about.Id} ({about.Name}) is this processor", choice.Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void For_ADeviceThatGetsAnOperationWrong_LeavesItOut()
    {
        IComputeDevice device = SharedDevices.Get(TestDevice.OpenCl);
        DeviceSurvey survey = SurveyOf(new FlippingDevice(device, "decode/color"));
        using BackendChoice choice = BackendChoice.For(s_recipe, 1, new BackendChoiceOptions { Processors = true, Survey = survey });
        Assert.Equal("cpu", choice.Id);
        Assert.Contains("decode/color does not give the bits of the CPU", choice.Reason, StringComparison.Ordinal);
        var settings = new BackendChoiceOptions { Processors = true, Survey = survey, Opening = new DeviceOpeningOptions { AllowInexact = true } };
        using BackendChoice inexact = BackendChoice.For(s_recipe, 1, settings);
        Assert.Equal(2, inexact.Figures.Count);
    }

    [SkippableFact]
    public void For_RecipesOfEveryKind_GivesAChoice()
    {
        IComputeDevice device = SharedDevices.Get(TestDevice.OpenCl);
        StageOptions[] recipes =
        [
            s_recipe with { Targets = null, Photometric = [] },
            s_recipe with { Geometry = new GeometryOptions { Output = new ImageShape(64, 48), Steps = [new CropToBoxOptions(), new FlipOptions()] } },
            s_recipe with { Geometry = new GeometryOptions { Output = new ImageShape(64, 48), Steps = [new CropOptions { Box = new BoxPixels(2000, 2000, 3000, 3000) }] } },
            s_recipe with { Decode = new DecodeOptions { Fidelity = DecodeFidelity.Fast, DctScale = DctScale.Auto } },
        ];
        foreach (StageOptions recipe in recipes)
        {
            using BackendChoice choice = BackendChoice.For(recipe, 1, new BackendChoiceOptions { Processors = true, Survey = SurveyOf(new FlippingDevice(device, "")) });
            Assert.Equal(2, choice.Figures.Count);
        }
    }

    private static DeviceSurvey SurveyOf(FlippingDevice device) => new([], [new FoundDevice(device.Description, "", _ => device)]);
}
