using Microsoft.EntityFrameworkCore;

namespace Runbooks.Benchmarks.History;

/// <summary>The usual way to keep a workflow's state: a row that is loaded and changed, a row of history, and <c>SaveChanges</c> after each
/// step.</summary>
internal sealed class EfSteps(string file)
{
    private readonly DbContextOptions<Db> options = new DbContextOptionsBuilder<Db>().UseSqlite($"Data Source={file}").Options;

    public async Task CreateAsync()
    {
        await using var db = new Db(options);
        await db.Database.EnsureCreatedAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL");
    }

    public async Task RunAsync()
    {
        await using var db = new Db(options);
        await db.Database.OpenConnectionAsync();
        await db.Database.ExecuteSqlRawAsync("PRAGMA synchronous = FULL");
        var run = new Run { Id = Guid.CreateVersion7(), Status = "running" };
        db.Add(run);
        await db.SaveChangesAsync();
        for (var step = 1; step <= 5; step++)
        {
            run.Sequence = step;
            run.Status = step < 5 ? "running" : "completed";
            db.Add(new Step { RunId = run.Id, Number = step, Data = """{"path":"one","outcome":"done","output":1}""" });
            await db.SaveChangesAsync();
        }
    }

    private sealed class Db(DbContextOptions<Db> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Run>();
            modelBuilder.Entity<Step>().HasKey(step => new { step.RunId, step.Number });
        }
    }

    private sealed class Run
    {
        public Guid Id { get; set; }

        public string Status { get; set; } = "";

        public int Sequence { get; set; }
    }

    private sealed class Step
    {
        public Guid RunId { get; set; }

        public int Number { get; set; }

        public string Data { get; set; } = "";
    }
}
