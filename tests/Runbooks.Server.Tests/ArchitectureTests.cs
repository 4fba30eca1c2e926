using System.Reflection;
using System.Runtime.CompilerServices;
using NetArchTest.Rules;
using Runbooks.Activities;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Tests;

/// <summary>The shape of the house: who may know whom, and how long files and methods may grow.</summary>
public sealed class ArchitectureTests(ITestOutputHelper output)
{
    private const int MaxFileLines = 400;

    private static readonly string[] Generic = ["Common", "Utils", "Helpers", "Models", "Services", "Managers"];

    private static readonly string[] Sources = ["activities", "workflows", "server"];

    [Fact]
    public void References_FormALine()
    {
        var activities = typeof(IActivity).Assembly;
        var workflows = typeof(Interpreter).Assembly;

        Assert.Empty(Ours(activities));
        Assert.Equal(["Runbooks.Activities"], Ours(workflows));
    }

    [Theory]
    [InlineData("Runbooks.Activities.Platforms.Ec2")]
    [InlineData("Runbooks.Activities.Platforms.HyperV")]
    [InlineData("Runbooks.Activities.Platforms.Libvirt")]
    [InlineData("Runbooks.Activities.Platforms.OpenStack")]
    [InlineData("Runbooks.Activities.Platforms.Simulator")]
    [InlineData("Runbooks.Activities.Platforms.VSphere")]
    [InlineData("Microsoft.EntityFrameworkCore")]
    [InlineData("Microsoft.Data.Sqlite")]
    [InlineData("Orleans")]
    [InlineData("System.Net.Http")]
    [InlineData("System.IO.File")]
    public void Execution_KnowsNothingOfTheWorld(string forbidden)
    {
        var result = Types.InAssembly(typeof(Interpreter).Assembly)
            .That().ResideInNamespace("Runbooks.Workflows.Execution")
            .ShouldNot().HaveDependencyOn(forbidden)
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Execution_UsesNoPlatform()
    {
        var result = Types.InAssembly(typeof(Interpreter).Assembly)
            .That().ResideInNamespace("Runbooks.Workflows.Execution")
            .ShouldNot().HaveDependencyOnAny("Runbooks.Activities.Platforms", "Runbooks.Activities.Fleet.IFleet")
            .GetResult();

        Assert.True(result.IsSuccessful, string.Join(", ", result.FailingTypeNames ?? []));
    }

    [Fact]
    public void Execution_AsksNoClockAndNoDice()
    {
        var offenders = SourceFiles().Where(f => f.Contains("/workflows/Execution/", StringComparison.Ordinal))
            .Where(f => File.ReadAllText(f) is var text
                && new[] { "DateTimeOffset.UtcNow", "DateTimeOffset.Now", "DateTime.UtcNow", "DateTime.Now", "new Random", "Random.Shared", "Guid.NewGuid", "Stopwatch", "TimeProvider" }
                    .Any(word => text.Contains(word, StringComparison.Ordinal)))
            .Select(Path.GetFileName);

        Assert.Empty(offenders);
    }

    [Fact]
    public void Folders_AreByFeature()
    {
        var offenders = SourceFiles().Select(f => Path.GetRelativePath(Root(), f)).Where(f => f.Split('/').Any(part => Generic.Contains(part)));

        Assert.Empty(offenders);
    }

    [Fact]
    public void Files_StayShort()
    {
        var lengths = SourceFiles().Select(f => (File: Path.GetRelativePath(Root(), f), Lines: File.ReadLines(f).Count())).OrderByDescending(f => f.Lines).ToList();
        output.WriteLine($"{lengths.Count} files, {lengths.Sum(f => f.Lines)} lines, median {lengths[lengths.Count / 2].Lines}");
        foreach (var (file, lines) in lengths.Take(10)) output.WriteLine($"{lines,5}  {file}");

        Assert.DoesNotContain(lengths, f => f.Lines > MaxFileLines);
    }

    private static IEnumerable<string> Ours(Assembly assembly) => assembly.GetReferencedAssemblies()
        .Select(a => a.Name!)
        .Where(n => n.StartsWith("Runbooks.", StringComparison.Ordinal));

    private static IEnumerable<string> SourceFiles() => Sources
        .SelectMany(s => Directory.EnumerateFiles(Path.Combine(Root(), s), "*.cs", SearchOption.AllDirectories))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal) && !f.Contains("/Migrations/", StringComparison.Ordinal));

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
