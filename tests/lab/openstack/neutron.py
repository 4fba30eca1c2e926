"""Answers as a Neutron that has nothing: Nova asks one for ports and security groups even of servers without networks."""
import http.server
import json
import sys
from urllib.parse import urlsplit


class Empty(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        name = urlsplit(self.path).path.rstrip('/').split('/')[-1].removesuffix('.json').replace('-', '_')
        if name in ('', 'v2.0'):
            body = {'versions': [{'id': 'v2.0', 'status': 'CURRENT', 'links': []}]}
        elif 'quotas' in self.path:
            body = {'quota': {each: -1 for each in ('security_group', 'security_group_rule', 'port', 'floatingip', 'network')}}
        else:
            body = {name: []}
        text = json.dumps(body).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format, *args):
        pass


http.server.ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), Empty).serve_forever()
