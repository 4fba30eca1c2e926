using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.EntityFrameworkCore.Sqlite.Design.Internal;
using Microsoft.Extensions.DependencyInjection;
using Runbooks.Server.Data;
using Runbooks.Server.Data.Sqlite;
using Runbooks.Server.Data.Sqlite.Compiled;

namespace Runbooks.Server.Tests.Data;

/// <summary>The server does not work out at each start how entities are mapped: that is written down beside the context, and has to follow them.</summary>
public sealed partial class CompiledModelTests(TestData data) : IClassFixture<TestData>
{
    private const string Update = "UPDATE_MODEL";

    private static readonly CompiledModelCodeGenerationOptions Options = new()
    {
        ContextType = typeof(SqliteRunbooksDbContext),
        ModelNamespace = typeof(SqliteRunbooksDbContextModel).Namespace!,
        Language = "C#",
        UseNullableReferenceTypes = true,
    };

    [Fact]
    public void Files_ComparedWithTheModel_SayTheSame()
    {
        using var db = data.Open();
        var model = Write(db);
        if (Environment.GetEnvironmentVariable(Update) is not null) Replace(model);

        var committed = Directory.GetFiles(Folder()).ToDictionary(file => Path.GetFileName(file), file => WithoutId(File.ReadAllText(file)));

        Assert.Equal(model.Keys.Order(StringComparer.Ordinal), committed.Keys.Order(StringComparer.Ordinal));
        Assert.All(model, file => Assert.True(WithoutId(file.Value) == committed[file.Key], $"{file.Key} is out of date: set {Update}=1 and run this test."));
    }

    [Fact]
    public void Model_OfAContext_IsTheCompiledOne()
    {
        using var db = data.Open();
        Assert.Same(SqliteRunbooksDbContextModel.Instance, db.Model);
    }

    private static Dictionary<string, string> Write(RunbooksDbContext db)
    {
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices().AddDbContextDesignTimeServices(db);
#pragma warning disable EF1001 // The provider's part is public to the tools alone, and this does what "dotnet ef dbcontext optimize" does.
        new SqliteDesignTimeServices().ConfigureDesignTimeServices(services);
#pragma warning restore EF1001
        using var tools = services.BuildServiceProvider();
        var model = db.GetService<IDesignTimeModel>().Model;
        return tools.GetRequiredService<ICompiledModelCodeGeneratorSelector>().Select(Options).GenerateModel(model, Options)
            .ToDictionary(file => Path.GetFileName(file.Path), file => file.Code.ReplaceLineEndings("\n"));
    }

    /// <summary>Each writing of it gets an id of its own.</summary>
    private static string WithoutId(string code) => Id().Replace(code, "");

    private static void Replace(Dictionary<string, string> model)
    {
        foreach (var old in Directory.GetFiles(Folder())) File.Delete(old);
        foreach (var (name, code) in model) File.WriteAllText(Path.Combine(Folder(), name), code);
    }

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../server/Data/Sqlite/Compiled"));

    [GeneratedRegex("""modelId: new Guid\("[0-9a-f-]{36}"\)""")]
    private static partial Regex Id();
}
