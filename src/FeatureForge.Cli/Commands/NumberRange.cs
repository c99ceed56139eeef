using System.CommandLine;
using System.Globalization;

namespace FeatureForge.Cli.Commands;

/// <summary>Refuses numbers that an option may not have.</summary>
internal static class NumberRange
{
    /// <summary>Adds a rule to an option of whole numbers. What is no number at all is left to the parser, which says so itself.</summary>
    /// <param name="option">Option with one value or several.</param>
    /// <param name="least">Least value allowed.</param>
    /// <param name="most">Largest value allowed.</param>
    /// <param name="rule">The rule in words, for example <c>0 (one per core) to 1024</c>.</param>
    public static void Require(Option option, int least, int most, string rule) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) && (value < least || value > most))
                result.AddError($"{option.Name} {value} is out of range: {rule}.");
        }
    });

    /// <summary>Refuses commas, which the parser would skip as if they grouped thousands: 0,028 would be 28.</summary>
    /// <param name="option">Option of a decimal number.</param>
    public static void RequirePoint(Option option) => option.Validators.Add(result =>
    {
        foreach (var token in result.Tokens)
        {
            if (token.Value.Contains(','))
                result.AddError($"{option.Name} {token.Value} has a comma; write decimals with a point and no grouping, for example 0.028.");
        }
    });
}
