namespace FeatureForge.Pipeline.Recipe;

/// <summary>Finds the word somebody most likely meant: fewest letters inserted, left out, changed or swapped, case apart.</summary>
internal static class NearestWord
{
    private const int LongestWord = 64;

    /// <summary>The nearest of the valid words, the first of equals; null when none is alike.</summary>
    public static string? Find(string word, IEnumerable<string> valid)
    {
        if (word.Length is 0 or > LongestWord)
            return null;
        string? nearest = null;
        int smallest = Math.Max(2, word.Length / 2) + 1;
        foreach (string candidate in valid)
        {
            int distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            // Two words that share no letter in place are not alike, however short they are.
            if (distance < smallest && distance < Math.Max(word.Length, candidate.Length))
                (nearest, smallest) = (candidate, distance);
        }

        return nearest;
    }

    private static int Distance(string first, string second)
    {
        int[] beforePrevious = new int[second.Length + 1];
        int[] previous = [.. Enumerable.Range(0, second.Length + 1)];
        int[] current = new int[second.Length + 1];
        for (int i = 1; i <= first.Length; i++)
        {
            current[0] = i;
            for (int j = 1; j <= second.Length; j++)
            {
                int change = first[i - 1] == second[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + change);
                if (i > 1 && j > 1 && first[i - 1] == second[j - 2] && first[i - 2] == second[j - 1])
                    current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
            }

            (beforePrevious, previous, current) = (previous, current, beforePrevious);
        }

        return previous[second.Length];
    }
}
