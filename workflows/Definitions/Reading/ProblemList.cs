using System.Collections.Immutable;

namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Gathers problems.</summary>
internal sealed class ProblemList
{
    private readonly List<Problem> _problems = [];

    public int Count => _problems.Count;

    public bool HasErrors => _problems.Exists(problem => problem.Severity is Severity.Error);

    public void Error(string path, string message, string? step = null) => _problems.Add(new Problem(path, Severity.Error, message, step));

    public void Warning(string path, string message, string? step = null) => _problems.Add(new Problem(path, Severity.Warning, message, step));

    public void AddRange(IEnumerable<Problem> problems) => _problems.AddRange(problems);

    /// <summary>The problems with their lines, in the order of the text, each once.</summary>
    public ImmutableArray<Problem> Placed(SourceMap source) =>
    [
        .. _problems.Select(source.Place).Distinct()
            .OrderBy(problem => problem.Line ?? int.MaxValue).ThenBy(problem => problem.Column ?? int.MaxValue),
    ];
}
