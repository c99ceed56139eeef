using System.Globalization;
using FeatureForge.Core.Errors;

namespace FeatureForge.Cli.Balance;

/// <summary>Every error of <c>balance</c>.</summary>
internal static class BalanceErrors
{
    public static FeatureForgeException OutOfRange(string what, double value, double smallest, double largest, string advice) =>
        new(2, string.Create(CultureInfo.InvariantCulture, $"{what} is {value}, it must be {(decimal)smallest} to {(decimal)largest:N0}. {advice}"));

    public static FeatureForgeException NotOneVectorTime(bool both) =>
        new FeatureForgeException(2, $"{(both ? "Both --vector-time and --recipe are given" : "Neither --vector-time nor --recipe is given")}, exactly one is needed. State the seconds per feature vector with --vector-time, or have them measured on one core with --recipe.");

    public static FeatureForgeException NotOneTime(bool both) =>
        new(2, $"{(both ? "Both the step time and the inference time are given" : "Neither the step time nor the inference time is given")}, exactly one is needed. Give the seconds of a training step on one batch with --step-time, or those of one inference with --inference-time (a step counts twice that).");
}
