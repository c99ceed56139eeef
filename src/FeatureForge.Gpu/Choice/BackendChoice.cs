using FeatureForge.Gpu.Checks;
using FeatureForge.Gpu.Driver;
using FeatureForge.Pipeline.Run;

namespace FeatureForge.Gpu.Choice;

/// <summary>
/// What <c>--backend auto</c> runs on: the fastest of the CPU and the usable devices, by a short measurement of the recipe's own stages on a
/// drawn batch, with the sentence that says why. Holds the chosen device open and checked; who takes the choice disposes it.
/// </summary>
public sealed class BackendChoice : IDisposable
{
    private BackendChoice(BackendDecision decision, OpenedDevice? device, IReadOnlyList<BackendFigure> figures)
    {
        Device = device;
        Reason = decision.Reason;
        Figures = figures;
    }

    /// <summary>The chosen device, opened and checked; null: the CPU.</summary>
    public OpenedDevice? Device { get; }

    /// <summary><c>cpu</c>, or the id of the chosen device, for example <c>cuda:0</c>.</summary>
    public string Id => Device?.Device.Description.Id ?? "cpu";

    /// <summary>Why, with the figures, as one or more sentences.</summary>
    public string Reason { get; }

    /// <summary>What was measured, the CPU first; nothing where there was nothing to choose.</summary>
    public IReadOnlyList<BackendFigure> Figures { get; }

    /// <summary>Chooses. Without a usable device nothing is measured and no time lost. Whatever devices do, the answer is a choice.</summary>
    /// <param name="options">Options of every stage of the recipe.</param>
    /// <param name="workers">Workers of the run, at least 1.</param>
    /// <param name="settings">Null for the usual ones.</param>
    public static BackendChoice For(StageOptions options, int workers, BackendChoiceOptions? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        settings ??= new BackendChoiceOptions();
        DeviceSurvey survey = settings.Survey ?? DeviceSurvey.OfThisMachine();
        var trial = new DeviceTrials(new MeasuredRecipe(options), workers, settings);
        foreach (FoundDevice device in survey.Devices)
            trial.Try(device);
        if (trial.Figures.Count == 0)
        {
            IEnumerable<string> absent = survey.Backends.Where(backend => !backend.IsAvailable).Select(backend => backend.Detail);
            return new BackendChoice(BackendDecision.WithoutDevice([.. trial.LeftOut, .. absent]), null, []);
        }

        BackendDecision decision = BackendDecision.Of(trial.Cpu!, workers, trial.Figures, trial.LeftOut);
        return new BackendChoice(decision, trial.Take(decision.Chosen), [trial.Cpu!, .. trial.Figures]);
    }

    /// <inheritdoc/>
    public void Dispose() => Device?.Dispose();
}
