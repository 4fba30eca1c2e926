using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Runbooks.Server.Alerts.Dialects;
using Runbooks.Server.Alerts.Sources;
using Runbooks.Server.Alerts.Storage;
using Runbooks.Server.Hooks.Authentication;

namespace Runbooks.Server.Hooks.Sns;

/// <summary>Whether a message is of the one topic that its source takes, and was signed by Amazon: with SHA-1 (version 1) or SHA-256
/// (version 2), by the certificate that the message names, which is only looked for at Amazon's own hosts.</summary>
internal sealed class SnsSignature(ISnsCertificates certificates)
{
    /// <summary>SNS delivers for an hour by its usual policy; what is older is not its own any more.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromHours(2);
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(15);

    public async ValueTask<Verdict> CheckAsync(HookRequest request, AuthenticationSettings settings, CancellationToken cancellation)
    {
        SnsMessage message;
        try
        {
            message = SnsMessage.Read(request.Body);
        }
        catch (UnreadableBodyException error)
        {
            return Verdict.Missing($"This is not a signed message of Amazon SNS. {error.Message}");
        }

        if (message.TopicArn != settings.TopicArn) return Verdict.Forbidden("hook.wrong-topic", "This message is of another topic than the one that this source takes.");
        if (!SnsMessage.IsOfAmazon(message.CertificateUrl) || !message.CertificateUrl.EndsWith(".pem", StringComparison.Ordinal))
            return Verdict.Forbidden("hook.foreign-certificate", "The certificate of this message is not at Amazon SNS.");
        if (message.SignatureVersion is not ("1" or "2")) return Verdict.Wrong("The version of the signature is neither 1 nor 2.");
        if (await certificates.FindAsync(message.CertificateUrl, cancellation) is not { } certificate)
            return new Verdict.Refused(StatusCodes.Status503ServiceUnavailable, "hook.certificate-unreachable", "The certificate of this message could not be got from Amazon SNS. Send it again later.");
        if (!IsSigned(message, certificate, request.At)) return Verdict.Wrong("The signature is not that of Amazon SNS over this message.");
        if (request.At - message.Timestamp > Oldest || message.Timestamp - request.At > Ahead)
            return Verdict.Forbidden("hook.stale", $"The message is of {message.Timestamp:u}, and it is {request.At:u} here: that is too far apart.");
        return new Verdict.Trusted(new OnceOnly("sns:" + Payload.Fingerprint(message.MessageId), message.Timestamp + Oldest + Ahead));
    }

    private static bool IsSigned(SnsMessage message, X509Certificate2 certificate, DateTimeOffset now)
    {
        if (now < certificate.NotBefore || now > certificate.NotAfter) return false;
        var signature = new byte[message.Signature.Length];
        if (!Convert.TryFromBase64String(message.Signature, signature, out var length)) return false;
        using var key = certificate.GetRSAPublicKey();
        var hash = message.SignatureVersion == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        return key?.VerifyData(message.Signed.Span, signature.AsSpan(0, length), hash, RSASignaturePadding.Pkcs1) == true;
    }
}
