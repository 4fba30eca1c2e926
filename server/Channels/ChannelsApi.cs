using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Runbooks.Activities;
using Runbooks.Server.Access;
using Runbooks.Server.Audit;
using Runbooks.Server.Channels.Outbox;
using Runbooks.Server.Channels.Types;
using Runbooks.Server.Data;
using Runbooks.Server.Http;

namespace Runbooks.Server.Channels;

/// <summary>Where people are told what happens.</summary>
internal static class ChannelsApi
{
    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/channel-types", (ChannelTypes types) => new Page<ChannelTypeAnswer>([.. types.All.Select(ChannelTypeAnswer.Of)]))
            .WithTags("Channels").Requires(Permission.Administer).WithSummary("Lists the services through which people can be told, with the schema of their settings.");
        var channels = api.MapGroup("/channels").WithTags("Channels").Requires(Permission.Administer);
        channels.MapGet("", ListAsync).WithSummary("Lists the notification channels without their secrets, and how their delivery goes.");
        channels.MapGet("{id}", GetAsync).WithSummary("Gives one channel.");
        channels.MapPost("", CreateAsync).WithSummary("Makes a channel. It is told what happens from then on.");
        channels.MapPut("{id}", ChangeAsync).WithSummary("Changes a channel; what is left out stays.");
        channels.MapDelete("{id}", DeleteAsync).WithSummary("Deletes a channel, and what was not sent to it.");
        channels.MapPost("{id}/test", TestAsync).WithSummary("Sends a sample, and tells what the service answered. An incident made by it is resolved at once.");
        channels.MapGet("{id}/messages", MessagesAsync).WithSummary("What the channel was told or is to be told, newest first; those that could not be sent have the status failed.");
        channels.MapPost("{id}/messages/{message}/send", SendAsync).WithSummary("Sends a message again that could not be sent.");
    }

    private static async Task<Ok<Page<ChannelAnswer>>> ListAsync(RunbooksDbContext db, CancellationToken cancellation)
    {
        var all = await db.Channels.AsNoTracking().OrderBy(channel => channel.Name).ToListAsync(cancellation);
        var counts = await db.ChannelMessages.Where(message => message.Status == MessageStatus.Pending || message.Status == MessageStatus.Failed)
            .GroupBy(message => new { message.ChannelId, message.Status }).Select(group => new { group.Key.ChannelId, group.Key.Status, Count = group.Count() }).ToListAsync(cancellation);
        int Count(string id, MessageStatus status) => counts.FirstOrDefault(one => one.ChannelId == id && one.Status == status)?.Count ?? 0;
        return TypedResults.Ok(new Page<ChannelAnswer>([.. all.Select(one => ChannelAnswer.Of(one, Count(one.Id, MessageStatus.Pending), Count(one.Id, MessageStatus.Failed)))]));
    }

    private static async Task<Results<Ok<ChannelAnswer>, Problem>> GetAsync(string id, RunbooksDbContext db, CancellationToken cancellation) =>
        await FindAsync(db, id, cancellation) is { } channel ? TypedResults.Ok(await AnswerAsync(db, channel, cancellation)) : Problem.NotFound("channel", id);

    private static async Task<Created<ChannelAnswer>> CreateAsync(ChannelRequest request, ChannelEditor editor, ClaimsPrincipal user, RunbooksDbContext db, CancellationToken cancellation)
    {
        var made = await editor.CreateAsync(request, user.Who(), cancellation);
        return TypedResults.Created($"/api/v1/channels/{made.Id}", await AnswerAsync(db, made, cancellation));
    }

    private static async Task<Ok<ChannelAnswer>> ChangeAsync(string id, ChannelRequest request, ChannelEditor editor, ClaimsPrincipal user, RunbooksDbContext db, CancellationToken cancellation) =>
        TypedResults.Ok(await AnswerAsync(db, await editor.ChangeAsync(id, request, user.Who(), cancellation), cancellation));

    private static async Task<NoContent> DeleteAsync(string id, ChannelEditor editor, ClaimsPrincipal user, CancellationToken cancellation)
    {
        await editor.DeleteAsync(id, user.Who(), cancellation);
        return TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ChannelTest>, Problem>> TestAsync(
        string id, RunbooksDbContext db, ChannelSender sender, MessageWriter writer, MessageDelivery delivery, AuditLog audit, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await FindAsync(db, id, cancellation) is not { } channel) return Problem.NotFound("channel", id);
        await audit.RecordAsync(user.Who(), "channel.test", $"channel:{id}", null, cancellation);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            var sample = writer.Test(channel, user.Who());
            var sent = await sender.SendAsync(channel, sample, isOver: false, cancellation);
            if (sender.Resolves(channel)) await sender.SendAsync(channel, sample, isOver: true, cancellation);
            await GoOnAsync(db, id, delivery, cancellation);
            return TypedResults.Ok(new ChannelTest(true, Elapsed(begun)) { Answer = sent.Answer ?? $"{sent.Status}" });
        }
        catch (ActivityFailure failure)
        {
            return TypedResults.Ok(new ChannelTest(false, Elapsed(begun)) { Code = failure.Code, Message = failure.Message });
        }
    }

    private static async Task<Results<Ok<Page<ChannelMessageAnswer>>, Problem>> MessagesAsync(
        string id, string? status, string? cursor, int? limit, RunbooksDbContext db, MessageWriter writer, CancellationToken cancellation)
    {
        if (await FindAsync(db, id, cancellation) is not { } channel) return Problem.NotFound("channel", id);
        var most = Paging.Limit(limit);
        var found = db.ChannelMessages.AsNoTracking().Where(message => message.ChannelId == id);
        if (Paging.Word<MessageStatus>("status", status) is { } wanted) found = found.Where(message => message.Status == wanted);
        if (Paging.Cursor(cursor) is { } before) found = found.Where(message => message.Sequence < before);
        var rows = await found.OrderByDescending(message => message.Sequence).Take(most + 1).ToListAsync(cancellation);
        return TypedResults.Ok(new Page<ChannelMessageAnswer>(
            [.. rows.Take(most).Select(one => ChannelMessageAnswer.Of(writer.TitleOf(channel, one), one))], rows.Count > most ? $"{rows[most - 1].Sequence}" : null));
    }

    private static async Task<Results<NoContent, Problem>> SendAsync(
        string id, long message, RunbooksDbContext db, ChannelSender sender, MessageWriter writer, MessageDelivery delivery, AuditLog audit, TimeProvider time, ClaimsPrincipal user, CancellationToken cancellation)
    {
        if (await FindAsync(db, id, cancellation) is not { } channel) return Problem.NotFound("channel", id);
        var row = await db.ChannelMessages.SingleOrDefaultAsync(one => one.ChannelId == id && one.Sequence == message && one.Status == MessageStatus.Failed, cancellation);
        if (row is null) return Problem.NotFound("message", $"{id}/{message}");
        await audit.RecordAsync(user.Who(), "channel.send-again", $"channel:{id}", new { Message = row.Key }, cancellation);
        (row.Attempts, row.SettledAt) = (row.Attempts + 1, time.GetUtcNow());
        try
        {
            var written = writer.One(channel, row);
            await sender.SendAsync(channel, written, isOver: false, cancellation);
            (row.Status, row.Error, row.SentAs) = (MessageStatus.Sent, null, written.Key);
            await db.SaveChangesAsync(cancellation);
            await GoOnAsync(db, id, delivery, cancellation);
            return TypedResults.NoContent();
        }
        catch (ActivityFailure failure)
        {
            row.Error = failure.Message;
            await db.SaveChangesAsync(cancellation);
            return new Problem(StatusCodes.Status502BadGateway, "channel.undelivered", $"It was not taken. {failure.Message}");
        }
    }

    /// <summary>It takes messages: what waits need not wait any longer.</summary>
    private static async Task GoOnAsync(RunbooksDbContext db, string id, MessageDelivery delivery, CancellationToken cancellation)
    {
        await db.Channels.Where(channel => channel.Id == id).ExecuteUpdateAsync(
            channel => channel.SetProperty(one => one.Attempts, 0).SetProperty(one => one.LastError, (string?)null)
                .SetProperty(one => one.FailingSince, (DateTimeOffset?)null).SetProperty(one => one.NextAttemptAt, (DateTimeOffset?)null), cancellation);
        delivery.Ring();
    }

    private static Task<ChannelEntity?> FindAsync(RunbooksDbContext db, string id, CancellationToken cancellation) =>
        db.Channels.AsNoTracking().SingleOrDefaultAsync(channel => channel.Id == id, cancellation);

    private static async Task<ChannelAnswer> AnswerAsync(RunbooksDbContext db, ChannelEntity channel, CancellationToken cancellation) => ChannelAnswer.Of(
        channel,
        await db.ChannelMessages.CountAsync(message => message.ChannelId == channel.Id && message.Status == MessageStatus.Pending, cancellation),
        await db.ChannelMessages.CountAsync(message => message.ChannelId == channel.Id && message.Status == MessageStatus.Failed, cancellation));

    private static long Elapsed(long since) => (long)Stopwatch.GetElapsedTime(since).TotalMilliseconds;
}
