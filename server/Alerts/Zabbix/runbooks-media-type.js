// The script of a Zabbix media type (type: Webhook, Zabbix 6.0 and later). README.md beside it says how it is set up.
// 'value' is the JSON object of the media type's parameters. What it returns are tags of the event.

// Zabbix shows it with the message that failed: what Runbooks said, and what to do.
function reason(status, answer) {
    var cures = {
        401: " Set the media type's parameter 'token' to the token of the source in Runbooks.",
        403: " Look at the source's authentication in Runbooks: this script sends a token (bearer).",
        404: " Compare the media type's parameter 'url' with the address of the source in Runbooks."
    };
    var said = answer;
    try {
        said = JSON.parse(answer).detail || answer;
    } catch (error) {
        // A proxy's page, which says what it says.
    }
    return said + (cures[status] || '');
}

try {
    var parameters = JSON.parse(value);
    var request = new HttpRequest();
    request.addHeader('Content-Type: application/json');
    request.addHeader('Authorization: Bearer ' + parameters.token);

    // Only the parameters about the event leave Zabbix: not the address and the token.
    var event = {};
    Object.keys(parameters).forEach(function (name) {
        if (name !== 'url' && name !== 'token' && name !== 'HTTPProxy') event[name] = parameters[name];
    });
    if (parameters.HTTPProxy) request.setProxy(parameters.HTTPProxy);

    var answer = request.post(parameters.url, JSON.stringify(event));
    var status = request.getStatus();
    // Zabbix tries again what fails, as often as the media type says.
    if (status !== 202) throw 'Runbooks answered ' + status + ': ' + reason(status, answer);

    // The same of a repeat: Zabbix adds a tag of another value to those that are there, and an event with both says nothing.
    return JSON.stringify({ tags: { __runbooks: 'accepted' } });
} catch (error) {
    Zabbix.log(3, '[Runbooks] ' + error);
    throw 'Runbooks: ' + error;
}
