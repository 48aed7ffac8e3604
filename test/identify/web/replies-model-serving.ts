import { html, json, type WebCases } from './web-case.ts';

export const MODEL_SERVING_REPLIES: WebCases = {
  torchserve: {
    open: {
      pages: {
        '/': json(
          '{\n  "code": 404,\n  "type": "ResourceNotFoundException",\n  "message": "Requested resource is not found, please refer to API document."\n}',
          404,
        ),
        '/models?limit=1': json('{\n  "models": [\n    {\n      "modelName": "densenet161"\n    }\n  ]\n}'),
      },
      access: 'none-required',
    },
    'with a token': {
      pages: {
        '/': json('{"code":404,"message": "Requested resource is not found, please refer to API document."}', 404),
        '/models?limit=1': json(
          '{\n  "code": 400,\n  "type": "InvalidKeyException",\n  "message": "Token Authorization failed."\n}',
          400,
        ),
      },
      access: 'required',
    },
  },
  comfyui: {
    open: {
      pages: {
        '/': html('ComfyUI'),
        '/system_stats': json('{"system": {"os": "posix", "comfyui_version": "0.3.10"}, "devices": []}'),
      },
      access: 'none-required',
      version: '0.3.10',
    },
  },
  gradio: {
    open: {
      pages: {
        '/': html('Demo', '<script>window.gradio_config = {}</script>'),
        '/config': json('{"version":"4.12.0","mode":"blocks"}'),
      },
      access: 'none-required',
      version: '4.12.0',
    },
    'with a login': {
      pages: {
        '/': html('Demo', '<script>window.gradio_config = {"auth_required":true}</script>'),
        '/config': json('{"detail":"Not authenticated"}', 401),
      },
      access: 'required',
    },
  },
  vllm: {
    open: {
      pages: {
        '/': json('{"detail":"Not Found"}', 404),
        '/v1/models': json(
          '{"object":"list","data":[{"id":"m","object":"model","created":1700000000,"owned_by":"vllm"}]}',
        ),
      },
      access: 'none-required',
    },
  },
  litellm: {
    open: {
      pages: { '/': html('LiteLLM API - Swagger UI'), '/v1/models': json('{"data":[],"object":"list"}') },
      access: 'none-required',
    },
    'with keys': {
      pages: {
        '/': html('LiteLLM API - Swagger UI'),
        '/v1/models': json('{"error":{"message":"Authentication Error, No api key passed in."}}', 401),
      },
      access: 'required',
    },
  },
  'llama-cpp': {
    open: {
      pages: {
        '/': html('llama.cpp - chat', '', { Server: 'llama.cpp' }),
        '/props': json('{"default_generation_settings":{},"total_slots":1,"build_info":"b4179-25669aa9"}'),
      },
      access: 'none-required',
      version: 'b4179-25669aa9',
    },
    'with a key': {
      pages: {
        '/': html('llama.cpp - chat', '', { Server: 'llama.cpp' }),
        '/props': json('{"error":{"code":401}}', 401),
      },
      access: 'required',
    },
  },
  'open-webui': {
    open: {
      pages: {
        '/': html('Open WebUI'),
        '/api/config': json('{"status":true,"name":"Open WebUI","version":"0.5.16","features":{"auth":false}}'),
      },
      access: 'none-required',
      version: '0.5.16',
    },
    'with a login': {
      pages: {
        '/': html('Open WebUI'),
        '/api/config': json('{"status":true,"version":"0.5.16","features":{"auth":true}}'),
      },
      access: 'required',
    },
  },
  tensorboard: {
    open: {
      pages: { '/': html('TensorBoard'), '/data/environment': json('{"version": "2.15.1", "data_location": "/logs"}') },
      access: 'none-required',
      version: '2.15.1',
    },
  },
  'text-generation-inference': {
    open: {
      pages: {
        '/': json('{"detail":"Not Found"}', 404),
        '/info': json('{"model_id":"lab/model","model_sha":"abc","max_concurrent_requests":128,"version":"1.3.4"}'),
      },
      access: 'unknown',
      version: '1.3.4',
    },
  },
  'stable-diffusion-webui': {
    open: {
      pages: { '/': html('Stable Diffusion'), '/internal/ping': json('{}'), '/config': json('{"version":"3.41.2"}') },
      access: 'none-required',
    },
    'with a login': {
      pages: {
        '/': html('Stable Diffusion'),
        '/internal/ping': json('{}'),
        '/config': json('{"detail":"Not authenticated"}', 401),
      },
      access: 'required',
    },
  },
};
