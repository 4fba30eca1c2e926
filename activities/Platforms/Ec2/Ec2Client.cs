using System.Net.Sockets;
using Amazon;
using Amazon.EC2;
using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>The AWS SDK's client, with its exceptions turned into the platform's.</summary>
internal sealed class Ec2Client : IDisposable
{
    private readonly AmazonEC2Client _client;

    public Ec2Client(Ec2Access access)
    {
        var (settings, config) = (access.Settings, new AmazonEC2Config
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = access.Retries,
            Timeout = Limits.Call,
        });
        if (string.IsNullOrEmpty(settings.ServiceUrl)) config.RegionEndpoint = RegionEndpoint.GetBySystemName(settings.Region);
        else (config.ServiceURL, config.AuthenticationRegion) = (settings.ServiceUrl, settings.Region);
        Credentials = CredentialsOf(access, config);
        _client = new AmazonEC2Client(Credentials, config);
    }

    public AWSCredentials Credentials { get; }

    /// <exception cref="PlatformException">Whatever went wrong.</exception>
    public async Task<T> CallAsync<T>(Func<IAmazonEC2, Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await call(_client);
        }
        catch (AmazonServiceException error)
        {
            throw Ec2Error.Of(error);
        }
        catch (AmazonClientException error)
        {
            throw new PlatformException(PlatformError.Unauthorised, error.Message, inner: error);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or SocketException)
        {
            throw new PlatformException(PlatformError.Unreachable, error.Message, inner: error);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException(
                PlatformError.Timeout, $"EC2 has not answered for {Limits.Call.TotalSeconds:0} s; whether it did what it was asked is not known", inner: error);
        }
    }

    public void Dispose() => _client.Dispose();

    private static AWSCredentials CredentialsOf(Ec2Access access, AmazonEC2Config config)
    {
        if (string.IsNullOrEmpty(access.Settings.AccessKeyId)) return Ambient(config);
        if (string.IsNullOrEmpty(access.SecretAccessKey))
            throw new PlatformException(PlatformError.Unauthorised, "this connection has an accessKeyId without its secretAccessKey");
        return string.IsNullOrEmpty(access.SessionToken)
            ? new BasicAWSCredentials(access.Settings.AccessKeyId, access.SecretAccessKey)
            : new SessionAWSCredentials(access.Settings.AccessKeyId, access.SecretAccessKey, access.SessionToken);
    }

    private static AWSCredentials Ambient(AmazonEC2Config config)
    {
        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials(config);
        }
        catch (AmazonClientException error)
        {
            throw new PlatformException(
                PlatformError.Unauthorised,
                $"this connection has no access key, and the server's machine gives no credentials either: {error.Message}",
                inner: error);
        }
    }
}
