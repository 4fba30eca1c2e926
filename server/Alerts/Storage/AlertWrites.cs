using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Runs.History.Sqlite;

namespace Runbooks.Server.Alerts.Storage;

/// <summary>The statements that take a delivery in, within the writer's transaction.</summary>
internal sealed class AlertWrites(SqlSession session)
{
    /// <summary>So long after an end, a delivery that says that the same episode fires counts as one that was late. Later it is one that goes
    /// on: the sender had ended it only because it heard nothing of it.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    /// <returns>Null where the delivery was taken before.</returns>
    public TakenDelivery? Take(Delivery delivery)
    {
        if (delivery.Once is { } once && !Remember(delivery.Source, once)) return null;
        var taken = new TakenDelivery(0, 0);
        foreach (var alert in delivery.Alerts)
            taken = Take(delivery, alert) ? taken with { Accepted = taken.Accepted + 1 } : taken with { Duplicates = taken.Duplicates + 1 };
        if (delivery.Unread is { } unread) Keep(delivery, unread);
        Count(delivery, taken);
        return taken;
    }

    public void Keep(Delivery delivery, UnreadBody unread)
    {
        session.Run(
            "INSERT INTO alert_unread_bodies (source, at, media_type, size, body, problem) VALUES (?, ?, ?, ?, ?, ?)",
            delivery.Source, delivery.At, unread.MediaType, unread.Size, unread.Kept, unread.Problem);
        session.Run(
            """
            DELETE FROM alert_unread_bodies WHERE source = ?1 AND sequence <=
              (SELECT sequence FROM alert_unread_bodies WHERE source = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET ?2)
            """,
            delivery.Source, UnreadBody.MostOfASource);
    }

    public void CountRefused(string source, long count, string code, DateTimeOffset at) => session.Run(
        """
        INSERT INTO alert_source_status (source, accepted, duplicates, truncated, refused, last_refused_at, last_refusal) VALUES (?1, 0, 0, 0, ?2, ?3, ?4)
        ON CONFLICT (source) DO UPDATE SET refused = refused + ?2, last_refused_at = ?3, last_refusal = ?4
        """,
        source, count, at, code);

    private bool Remember(string source, OnceOnly once) => session.Run(
        "INSERT INTO hook_deliveries (source, key, forget_after) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", source, once.Key, once.ForgetAfter) == 1;

    private void Count(Delivery delivery, TakenDelivery taken) => session.Run(
        """
        INSERT INTO alert_source_status (source, accepted, duplicates, truncated, refused, last_alert_at) VALUES (?1, ?2, ?3, ?4, 0, ?5)
        ON CONFLICT (source) DO UPDATE SET
          accepted = accepted + ?2, duplicates = duplicates + ?3, truncated = truncated + ?4, last_alert_at = coalesce(?5, last_alert_at)
        """,
        delivery.Source, taken.Accepted, taken.Duplicates, delivery.Truncated, delivery.Alerts.Count > 0 ? delivery.At : (DateTimeOffset?)null);

    /// <returns>Whether it says anything new.</returns>
    private bool Take(Delivery delivery, Alert alert)
    {
        if (Find(delivery.Source, alert) is not { } known)
        {
            Change(Insert(delivery, alert), alert, delivery.At);
            return true;
        }

        if (!IsNews(known, alert, delivery.At))
        {
            Repeat(known, alert, delivery.At);
            return false;
        }

        session.Run(
            """
            UPDATE alerts SET status = ?2, severity = coalesce(?3, severity), value = coalesce(?4, value), ends_at = ?5, updated_at = ?6, annotations = ?7 WHERE id = ?1
            """,
            known.Id, Word(alert.Status), alert.Severity, alert.Value,
            alert.Status == AlertStatus.Resolved ? alert.EndsAt ?? delivery.At : (DateTimeOffset?)null, delivery.At, Json(alert.Annotations));
        Change(known.Id, alert with { Severity = alert.Severity ?? known.Severity }, delivery.At);
        return true;
    }

    private static bool IsNews(Known known, Alert alert, DateTimeOffset at) => (known.Status, alert.Status) switch
    {
        (AlertStatus.Firing, AlertStatus.Resolved) => true,
        (AlertStatus.Resolved, AlertStatus.Firing) => alert.Episode is not null && at - known.UpdatedAt > Late,
        (AlertStatus.Firing, AlertStatus.Firing) => alert.Severity is not null && alert.Severity != known.Severity,
        _ => false,
    };

    private Known? Find(string source, Alert alert)
    {
        const string Columns = "SELECT id, status, severity, updated_at FROM alerts WHERE source = ? AND fingerprint = ?";
        if (alert.Episode is { } episode) return session.First(Columns + " AND episode = ?", Known.Read, source, alert.Fingerprint, episode);
        if (session.First(Columns + " AND status = 'firing' ORDER BY id DESC LIMIT 1", Known.Read, source, alert.Fingerprint) is { } open) return open;
        // What is over is not over a second time; and what began at a moment that is known already comes late.
        return alert.Status == AlertStatus.Resolved
            ? session.First(Columns + " ORDER BY id DESC LIMIT 1", Known.Read, source, alert.Fingerprint)
            : alert.StartsAt is { } startsAt
                ? session.First(Columns + " AND starts_at = ? LIMIT 1", Known.Read, source, alert.Fingerprint, startsAt)
                : null;
    }

    private long Insert(Delivery delivery, Alert alert)
    {
        var startsAt = alert.StartsAt ?? alert.EndsAt ?? delivery.At;
        return session.First(
            """
            INSERT INTO alerts (source, fingerprint, episode, name, severity, status, labels, annotations, value, starts_at, ends_at, link,
              received_at, updated_at, repeats)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) RETURNING id
            """,
            row => row.Number(0),
            delivery.Source, alert.Fingerprint, alert.Episode ?? FreeEpisode(delivery, alert, startsAt), alert.Name, alert.Severity, Word(alert.Status),
            Json(alert.Labels), Json(alert.Annotations), alert.Value, startsAt,
            alert.Status == AlertStatus.Resolved ? alert.EndsAt ?? delivery.At : (DateTimeOffset?)null, alert.Link, delivery.At, delivery.At);
    }

    /// <summary>Two that begin in one moment, since a source gave no time, are told apart by a number.</summary>
    private string FreeEpisode(Delivery delivery, Alert alert, DateTimeOffset startsAt)
    {
        var first = Payload.Episode(startsAt);
        for (var (number, episode) = (1, first); ; episode = $"{first}#{++number}")
            if (session.First("SELECT 1 FROM alerts WHERE source = ? AND fingerprint = ? AND episode = ?", row => (bool?)row.Flag(0), delivery.Source, alert.Fingerprint, episode) is null)
                return episode;
    }

    private void Change(long id, Alert alert, DateTimeOffset at) => session.Run(
        "INSERT INTO alert_changes (alert, status, severity, at) VALUES (?, ?, ?, ?)", id, Word(alert.Status), alert.Severity, at);

    private void Repeat(Known known, Alert alert, DateTimeOffset at)
    {
        // A late one says nothing of now.
        if (known.Status != alert.Status) session.Run("UPDATE alerts SET repeats = repeats + 1 WHERE id = ?", known.Id);
        else if (known.Status == AlertStatus.Resolved) session.Run("UPDATE alerts SET repeats = repeats + 1 WHERE id = ?", known.Id);
        else
            session.Run(
                "UPDATE alerts SET repeats = repeats + 1, value = coalesce(?2, value), annotations = ?3, updated_at = ?4 WHERE id = ?1",
                known.Id, alert.Value, Json(alert.Annotations), at);
    }

    public static string Word(AlertStatus status) => status == AlertStatus.Firing ? "firing" : "resolved";

    public static string Json(IReadOnlyDictionary<string, string> texts) => JsonSerializer.Serialize(texts, ActivityJson.Options);

    private sealed record Known(long Id, AlertStatus Status, string? Severity, DateTimeOffset UpdatedAt)
    {
        public static Known Read(SqlStatement row) => new(
            row.Number(0), row.Text(1) == "firing" ? AlertStatus.Firing : AlertStatus.Resolved, row.TextOrNull(2), row.Time(3));
    }
}
